import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../app/api';
import { money } from '../app/format';
import { saidToStaff } from '../app/problems';
import type { Approval } from '../app/types';
import { hasDoubt } from './queues';

/** Small, routine, undisputed, and never one that changed since somebody approved it. */
export const isEligible = (approval: Approval) =>
  approval.atRisk?.currency === 'EUR' &&
  Number(approval.atRisk.amount) <= 100 &&
  !approval.replaces &&
  !hasDoubt(approval) &&
  approval.quorum === 1 &&
  approval.difference.length === 0;

const kind = (approval: Approval) =>
  `${approval.action} ${approval.reasons
    .map((reason) => reason.rule)
    .sort()
    .join(' ')}`;

interface Result {
  id: string;
  status: number;
  detail?: string;
}

/** Each row is read, sealed and decided by itself; the batch only saves the clicks. */
export function Batch({ approvals, done }: { approvals: Approval[]; done: () => void }) {
  const { t } = useTranslation('staff');
  const queries = useQueryClient();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const same = new Set(approvals.map(kind)).size === 1;
  const decide = async () => {
    setBusy(true);
    try {
      const results = await post<Result[]>('/api/approvals/decisions', {
        decisions: approvals.map(({ id, seal }) => ({ id, seal })),
      });
      const refused = results.filter((result) => result.status !== 200);
      await queries.invalidateQueries({ queryKey: ['staff'] });
      if (refused.length === 0) done();
      else setProblem(refused.map((result) => result.detail).join(' '));
    } catch (failed) {
      setProblem(saidToStaff(failed));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="batch" aria-label={t('batch.title')}>
      <ul>
        {approvals.map((approval) => (
          <li key={approval.id}>
            <strong>{approval.atRisk && money(approval.atRisk)}</strong> {approval.sentence}
          </li>
        ))}
      </ul>
      {!same && <p role="alert">{t('batch.mixed')}</p>}
      {problem && <p role="alert">{problem}</p>}
      <div className="choices">
        <Button size="sm" disabled={!same} loading={busy} onClick={() => void decide()}>
          {t('batch.approve', { count: approvals.length })}
        </Button>
        <Button size="sm" variant="default" onClick={done}>
          {t('cancel')}
        </Button>
      </div>
    </section>
  );
}
