import { Button, useMantineColorScheme, useComputedColorScheme } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { Icon } from './Icon';
import { language, setLanguage } from './i18n';
import { isStaff, useAbout, useSession, useSignIn } from './session';

// Development only; nobody else loads it.
const FirstSteps = lazy(() => import('./FirstSteps'));

/** Where each demo person works. */
const home: Record<string, string> = {
  customer: '/',
  'agent-desk': '/desk',
  approver: '/desk',
  'senior-approver': '/desk',
  ops: '/cockpit',
  cx: '/cockpit',
  privacy: '/cockpit',
  admin: '/cockpit',
};
const offered = ['anna', 'john', 'approver', 'senior', 'desk', 'ops'];

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { data: who } = useSession();
  const { data: about } = useAbout();
  const { signOut } = useSignIn();
  const [path, go] = useLocation();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = language() === 'de' ? 'en' : 'de';
  return (
    <>
      <a className="skip" href="#main">
        {t('app.skip')}
      </a>
      <DemoBar />
      <header className="top">
        <Link href={isStaff(who) ? (home[who!.roles[0]!] ?? '/desk') : '/'} className="brand">
          Agentic
        </Link>
        <nav aria-label={t('app.nav')}>
          {who?.customerId && (
            <NavLink href="/my" path={path}>
              {t('app.my')}
            </NavLink>
          )}
          {isStaff(who) && (
            <NavLink href="/desk" path={path}>
              {t('app.desk')}
            </NavLink>
          )}
          {isStaff(who) && (
            <NavLink href="/cockpit" path={path}>
              {t('app.cockpit')}
            </NavLink>
          )}
        </nav>
        <div className="tools">
          {/* Arrives late, so it stands where it moves nothing. */}
          {who === null && (
            <Link href="/sign-in" className="toolLink">
              {t('app.signIn')}
            </Link>
          )}
          {who && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              onClick={() => void signOut().then(() => go('/'))}
            >
              {t('app.signOut', { name: who.name })}
            </Button>
          )}
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            lang={other}
            onClick={() => setLanguage(other)}
          >
            {t('app.otherLanguage')}
          </Button>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            aria-label={t(scheme === 'dark' ? 'app.light' : 'app.dark')}
            onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
          >
            <Icon name={scheme === 'dark' ? 'sun' : 'moon'} />
          </Button>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      {(about?.demoPeople.length ?? 0) > 0 && (
        <Suspense fallback={null}>
          <FirstSteps />
        </Suspense>
      )}
    </>
  );
}

function NavLink({ href, path, children }: { href: string; path: string; children: ReactNode }) {
  const current = path === href || path.startsWith(`${href}/`);
  return (
    <Link href={href} className="navLink" aria-current={current ? 'page' : undefined}>
      {children}
    </Link>
  );
}

/** Development only: one click, and somebody else sits here. */
function DemoBar() {
  const { t } = useTranslation();
  const { data: about } = useAbout();
  const { data: who } = useSession();
  const { signIn } = useSignIn();
  const [, go] = useLocation();
  const people = offered
    .map((user) => about?.demoPeople.find((person) => person.user === user))
    .filter((person) => person !== undefined);
  if (people.length === 0) return null;
  return (
    <div className="demoBar" role="group" aria-label={t('demo.label')}>
      <span>{t('demo.label')}</span>
      {people.map((person) => (
        <button
          key={person.user}
          type="button"
          aria-pressed={who?.user === person.user}
          onClick={() => void signIn(person.user, 'demo').then(() => go(home[person.role] ?? '/'))}
        >
          {t(`demo.${person.user}`)}
        </button>
      ))}
      <a href="/demo/mail" target="_blank" rel="noreferrer">
        {t('demo.mail')}
      </a>
    </div>
  );
}
