import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { get } from '../app/api';
import { ago, number, percent, time } from '../app/format';
import { Loading } from '../app/Loading';
import { Icon } from '../app/Icon';
import type { Cockpit, Day } from '../app/types';
import { share, sum, useWeeks } from './history';
import { Backlog, Hosts, Unreadable, useIsOps } from './Hosts';
import { Counts, Figure, Cause } from './NowParts';

// A drawing library is larger than the rest of the cockpit.
const Charts = lazy(() => import('./Charts'));

const underWay = ['Received', 'Planning', 'AwaitingCustomer', 'AwaitingApproval', 'Running', 'HandedOff'];

const total = (of: (day: Day) => number) => (days: Day[]) => number(sum(days, of));
const part = (of: (day: Day) => number, whole: (day: Day) => number) => (days: Day[]) => {
  const value = share(days, of, whole);
  return value === null ? '–' : percent(value);
};

/** What is compared between this week and the one before. */
const figures = [
  ['received', total((day) => day.received)],
  ['ended', total((day) => day.ended)],
  [
    'unassisted',
    part(
      (day) => day.unassisted,
      (day) => day.completed,
    ),
  ],
  [
    'wrong',
    part(
      (day) => day.wrong,
      (day) => day.judged,
    ),
  ],
] as const;

/** What is stuck comes first; forty runs with one cause are one row with one retry. */
export function Now() {
  const { t } = useTranslation('staff');
  const { data } = useQuery({
    queryKey: ['staff', 'cockpit'],
    queryFn: () => get<Cockpit>('/api/cockpit'),
    refetchInterval: 10_000,
  });
  const weeks = useWeeks();
  const isOps = useIsOps();
  if (!data) return <Loading pad />;
  const open = Object.entries(data.requestsByState)
    .filter(([state]) => underWay.includes(state))
    .reduce((total, [, count]) => total + count, 0);
  return (
    <>
      <section aria-labelledby="stuck">
        <h1 id="stuck">{t('cockpit.stuckTitle')}</h1>
        {data.stuck.length === 0 ? (
          <p className="well">
            <Icon name="check" /> {t('cockpit.nothingStuck', { time: time(data.at) })}
          </p>
        ) : (
          <ul className="causes">
            {data.stuck.map((cause) => (
              <Cause key={`${cause.workflow}${cause.step}${cause.reason}`} cause={cause} />
            ))}
          </ul>
        )}
        {data.stranded.map((one) => (
          <p key={one.hash} className="banner bad">
            <Icon name="alert" />{' '}
            {t('cockpit.stranded', {
              count: one.runs,
              runs: number(one.runs),
              workflow: one.workflow,
              hash: one.hash.slice(0, 12),
            })}
          </p>
        ))}
        {data.unheldRoles.map((role) => (
          <p key={role} className="banner bad">
            <Icon name="alert" /> {t('cockpit.unheld', { role: t(`role.${role}`, { defaultValue: role }) })}
          </p>
        ))}
        {data.unclear > 0 && (
          <p className="banner">
            <Icon name="alert" /> {t('cockpit.unclear', { count: data.unclear })}{' '}
            <Link href="/cockpit/runs?state=Unclear">{t('cockpit.show')}</Link>
          </p>
        )}
      </section>
      <section aria-labelledby="waiting">
        <h2 id="waiting">{t('cockpit.waiting')}</h2>
        <dl className="figures">
          <Figure name={t('cockpit.running')} value={number(open)} />
          <Figure
            name={t('cockpit.openApprovals')}
            value={number(data.openApprovals)}
            late={data.overdueApprovals}
          />
          <Figure
            name={t('cockpit.openHandOffs')}
            value={number(data.openHandOffs)}
            late={data.overdueHandOffs}
          />
          <Figure name={t('cockpit.due')} value={data.oldestDue ? ago(data.oldestDue) : t('cockpit.none')} />
        </dl>
        <Backlog queues={data.backlog} />
      </section>
      <section aria-labelledby="week" className="weeks">
        <h2 id="week">{t('history.title')}</h2>
        <dl className="figures">
          {figures.map(([name, of]) => (
            <Figure
              key={name}
              name={t(`history.${name}`)}
              value={weeks ? of(weeks.now) : '…'}
              before={weeks && of(weeks.before)}
            />
          ))}
        </dl>
        <div className="chartsFrame">
          <Suspense fallback={null}>{weeks && <Charts weeks={weeks} />}</Suspense>
        </div>
        <p>
          <a href="/api/cockpit/history?days=92&format=csv" download>
            {t('history.csv')}
          </a>
        </p>
      </section>
      <div className="sideBySide">
        <Counts
          id="states"
          title={t('cockpit.byState')}
          counts={data.requestsByState}
          name={(state) => t(`requestState.${state}`)}
        />
        <Counts
          id="runStates"
          title={t('cockpit.runsByState')}
          counts={data.runsByState}
          name={(state) => t(`actionState.${state}`)}
          href={(state) => `/cockpit/runs?state=${state}`}
        />
      </div>
      <section aria-labelledby="machine">
        <h2 id="machine">{t('cockpit.machine')}</h2>
        <dl className="risk">
          <div>
            <dt>{t('cockpit.bus')}</dt>
            <dd>{t(`bus.${data.bus}`, { defaultValue: data.bus })}</dd>
          </div>
          <div>
            <dt>{t('cockpit.store')}</dt>
            <dd>{number(Math.round(data.storeBytes / 1024))} KiB</dd>
          </div>
        </dl>
        <h3>{t('hosts.title')}</h3>
        {data.differentSettings.length > 0 && (
          <p className="banner bad">
            <Icon name="alert" /> {t('hosts.different', { sections: data.differentSettings.join(', ') })}
          </p>
        )}
        <Hosts hosts={data.hosts} />
        {isOps && <Unreadable />}
      </section>
    </>
  );
}
