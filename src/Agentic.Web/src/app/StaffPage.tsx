import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { time } from './format';
import { Icon } from './Icon';
import { Loading } from './Loading';
import { useWords } from './packs';
import { isStaff, useSession } from './session';

/** Shows a page to staff only, and once the packs' words are there; everybody else is led to the sign-in. */
export function StaffPage({ title, children }: { title: string; children: () => ReactNode }) {
  const { t } = useTranslation('staff');
  const { data: who, isLoading } = useSession();
  const [path] = useLocation();
  useEffect(() => {
    document.title = `${title} · Agentic`;
  }, [title]);
  if (isLoading) return <Loading pad />;
  if (!isStaff(who))
    return (
      <div className="letter">
        <h1>{t('onlyStaff')}</h1>
        <p>
          <Link href={`/sign-in?to=${encodeURIComponent(path)}`}>{t('signIn')}</Link>
        </p>
      </div>
    );
  return <WithWords>{children}</WithWords>;
}

function WithWords({ children }: { children: () => ReactNode }) {
  return useWords() ? children() : <Loading pad />;
}

/** @param since when the stream of events broke off */
export function Lost({ since }: { since?: Date }) {
  const { t } = useTranslation('staff');
  return since ? (
    <p className="banner" role="status">
      <Icon name="alert" /> {t('lost', { time: time(since) })}
    </p>
  ) : null;
}
