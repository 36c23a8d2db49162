import '../app/deskTexts';
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Checkbox.css';
import './desk.css';
import { useTranslation } from 'react-i18next';
import { Link, Route, Switch, useLocation, useSearchParams } from 'wouter';
import { useStaffLive } from '../app/staff';
import { Lost, StaffPage } from '../app/StaffPage';
import { AbsenceNote } from './AbsenceNote';
import { ApprovalDetail } from './ApprovalDetail';
import { HandOffDetail } from './HandOffDetail';
import { Queue } from './Queue';
import { queues, useQueues, type QueueName } from './queues';

/** A mail program for decisions: the list, what is to be decided, and what it rests on. */
export default function Desk() {
  const { t } = useTranslation('staff');
  return <StaffPage title={t('desk.title')}>{() => <Working />}</StaffPage>;
}

function Working() {
  const { t } = useTranslation('staff');
  const lost = useStaffLive();
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
        <Lost since={lost} />
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
