import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { get, post } from '../app/api';
import { ago, money, number, time, when } from '../app/format';
import { Icon } from '../app/Icon';
import type { Cockpit, StuckCause } from '../app/types';

const underWay = ['Received', 'Planning', 'AwaitingCustomer', 'AwaitingApproval', 'Running', 'HandedOff'];

/** What is stuck comes first; forty runs with one cause are one row with one retry. */
export function Now() {
  const { t } = useTranslation('staff');
  const { data } = useQuery({ queryKey: ['staff', 'cockpit'], queryFn: () => get<Cockpit>('/api/cockpit'), refetchInterval: 10_000 });
  if (!data) return <p className="quiet pad" role="status">{t('loading')}</p>;
  const sum = (states: string[], within: boolean) => Object.entries(data.requestsByState).filter(([state]) => states.includes(state) === within).reduce((total, [, count]) => total + count, 0);
  return (
    <>
      <section aria-labelledby="stuck">
        <h1 id="stuck">{t('cockpit.stuckTitle')}</h1>
        {data.stuck.length === 0 ? <p className="well"><Icon name="check" /> {t('cockpit.nothingStuck', { time: time(data.at) })}</p> : <ul className="causes">{data.stuck.map((cause) => <Cause key={`${cause.workflow}${cause.step}${cause.reason}`} cause={cause} />)}</ul>}
      </section>
      <dl className="figures">
        <Figure name={t('cockpit.openApprovals')} value={data.openApprovals} note={data.overdueApprovals > 0 ? t('cockpit.overdue', { count: data.overdueApprovals }) : undefined} />
        <Figure name={t('cockpit.openHandOffs')} value={data.openHandOffs} note={data.overdueHandOffs > 0 ? t('cockpit.overdue', { count: data.overdueHandOffs }) : undefined} />
        <Figure name={t('cockpit.running')} value={sum(underWay, true)} />
        <Figure name={t('cockpit.ended')} value={sum(underWay, false)} />
      </dl>
      <section aria-labelledby="states">
        <h2 id="states">{t('cockpit.byState')}</h2>
        <table className="plainTable"><thead><tr><th>{t('cockpit.state')}</th><th>{t('cockpit.count')}</th></tr></thead>
          <tbody>{Object.entries(data.requestsByState).map(([state, count]) => <tr key={state}><th scope="row">{t(`requestState.${state}`)}</th><td className="num">{number(count)}</td></tr>)}</tbody>
        </table>
      </section>
      <dl className="risk">
        <div><dt>{t('cockpit.bus')}</dt><dd>{data.bus}</dd></div>
        <div><dt>{t('cockpit.store')}</dt><dd>{number(Math.round(data.storeBytes / 1024))} KiB</dd></div>
        <div><dt>{t('cockpit.due')}</dt><dd>{data.oldestDue ? ago(data.oldestDue) : t('cockpit.none')}</dd></div>
      </dl>
    </>
  );
}

function Figure({ name, value, note }: { name: string; value: number; note?: string }) {
  return <div><dt>{name}</dt><dd>{number(value)}</dd>{note && <dd className="note"><Icon name="alert" size={16} /> {note}</dd>}</div>;
}

function Cause({ cause }: { cause: StuckCause }) {
  const { t } = useTranslation('staff');
  const queries = useQueryClient();
  const [done, setDone] = useState<number>();
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    const results = await Promise.allSettled(cause.runIds.map((id) => post(`/api/runs/${id}/retry`)));
    setDone(results.filter((result) => result.status === 'fulfilled').length);
    setBusy(false);
    void queries.invalidateQueries({ queryKey: ['staff'] });
  };
  return (
    <li>
      <p><Icon name="alert" /> {t('cockpit.stuckRow', { count: cause.runs, runs: number(cause.runs), since: ago(cause.since), step: cause.step, workflow: t(`actionName.${cause.workflow}`, { defaultValue: cause.workflow }), reason: cause.reason, next: cause.nextTry ? when(cause.nextTry) : t('cockpit.soon') })}</p>
      <p className="quiet">{cause.atRisk.map(money).join(' + ')}</p>
      <div className="buttons"><Button size="sm" loading={busy} onClick={() => void retry()}>{t('cockpit.retryAll')}</Button><Link href="/cockpit/runs?state=Stuck">{t('cockpit.show')}</Link>{done !== undefined && <span role="status">{t('cockpit.retried', { count: done })}</span>}</div>
    </li>
  );
}
