import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { post } from '../app/api';
import { lasting, money, number, when } from '../app/format';
import { useActionName } from '../app/packs';
import { Icon } from '../app/Icon';
import type { StuckCause } from '../app/types';

export function Counts({
  id,
  title,
  counts,
  name,
  href,
}: {
  id: string;
  title: string;
  counts: Record<string, number>;
  name: (state: string) => string;
  href?: (state: string) => string;
}) {
  const { t } = useTranslation('staff');
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <table className="plainTable narrow">
        <thead>
          <tr>
            <th>{t('cockpit.state')}</th>
            <th>{t('cockpit.count')}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(counts).map(([state, count]) => (
            <tr key={state}>
              <th scope="row">{href ? <Link href={href(state)}>{name(state)}</Link> : name(state)}</th>
              <td className="num">{number(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function Figure({
  name,
  value,
  late = 0,
  before,
}: {
  name: string;
  value: string;
  late?: number;
  before?: string;
}) {
  const { t } = useTranslation('staff');
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
      {late > 0 && (
        <dd className="note">
          <Icon name="alert" size={16} /> {t('cockpit.overdue', { count: late })}
        </dd>
      )}
      {before !== undefined && <dd className="before">{t('history.before', { value: before })}</dd>}
    </div>
  );
}

export function Cause({ cause }: { cause: StuckCause }) {
  const { t } = useTranslation('staff');
  const actionName = useActionName();
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
      <p>
        <Icon name="alert" />{' '}
        {t('cockpit.stuckRow', {
          count: cause.runs,
          runs: number(cause.runs),
          since: lasting(cause.since),
          step: cause.step,
          workflow: actionName(cause.workflow),
          reason: cause.reason,
          next: cause.nextTry ? when(cause.nextTry) : t('cockpit.soon'),
        })}
      </p>
      <p className="quiet">{cause.atRisk.map(money).join(' + ')}</p>
      <div className="buttons">
        <Button size="sm" loading={busy} onClick={() => void retry()}>
          {t('cockpit.retryAll')}
        </Button>
        <Link href="/cockpit/runs?state=Stuck">{t('cockpit.show')}</Link>
        {done !== undefined && <span role="status">{t('cockpit.retried', { count: done })}</span>}
      </div>
    </li>
  );
}
