import '../app/deskTexts';
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Checkbox.css';
import './desk.css';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Switch, useLocation, useSearchParams } from 'wouter';
import { time } from '../app/format';
import { Icon } from '../app/Icon';
import { isStaff, useSession } from '../app/session';
import { usePacks } from '../app/packs';
import { useStaffLive } from '../app/staff';
import { AbsenceNote } from './AbsenceNote';
import { ApprovalDetail } from './ApprovalDetail';
import { HandOffDetail } from './HandOffDetail';
import { Queue } from './Queue';
import { queues, useQueues, type QueueName } from './queues';

/** A mail program for decisions: the list, what is to be decided, and what it rests on. */
export default function Desk() {
  const { t } = useTranslation('staff');
  const { data: who, isLoading } = useSession();
  const [path] = useLocation();
  useEffect(() => {
    document.title = `${t('desk.title')} · Agentic`;
  }, [t]);
  if (isLoading)
    return (
      <p className="quiet pad" role="status">
        {t('loading')}
      </p>
    );
  if (!isStaff(who))
    return (
      <div className="letter">
        <h1>{t('onlyStaff')}</h1>
        <p>
          <Link href={`/sign-in?to=${encodeURIComponent(path)}`}>{t('signIn')}</Link>
        </p>
      </div>
    );
  return <Working />;
}

function Working() {
  const { t } = useTranslation('staff');
  const lost = useStaffLive();
  usePacks();
  const [path] = useLocation();
  const [search] = useSearchParams();
  const detail = /^\/desk\/(approvals|handoffs|samples)\//.exec(path)?.[1] as QueueName | undefined;
  const wanted = detail ?? (search.get('queue') as QueueName | null);
  const queue = wanted && queues.includes(wanted) ? wanted : 'approvals';
  const all = useQueues();
  return (
    <div className={`desk ${detail ? 'hasDetail' : ''}`}>
      <section className="deskList" aria-label={t('desk.title')}>
        <nav className="queueTabs" aria-label={t('desk.queues')}>
          {queues.map((name) => (
            <Link key={name} href={`/desk?queue=${name}`} aria-current={name === queue ? 'page' : undefined}>
              {t(`queue.${name}`)}{' '}
              <span className="count">
                {all[name].data ? `${all[name].count}${all[name].hasMore ? '+' : ''}` : '…'}
              </span>
            </Link>
          ))}
        </nav>
        {lost && (
          <p className="banner" role="status">
            <Icon name="alert" /> {t('lost', { time: time(lost) })}
          </p>
        )}
        <Queue name={queue} sources={all} />
        <AbsenceNote />
      </section>
      <Switch>
        <Route path="/desk/approvals/:id">
          {({ id }) => <ApprovalDetail key={id} id={id} list={all.approvals.items.map((item) => item.id)} />}
        </Route>
        <Route path="/desk/handoffs/:id">{({ id }) => <HandOffDetail key={id} id={id} />}</Route>
        <Route path="/desk/samples/:id">{({ id }) => <HandOffDetail key={id} id={id} />}</Route>
        <Route>
          <p className="quiet pad deskEmpty">{t('desk.choose')}</p>
        </Route>
      </Switch>
    </div>
  );
}
