import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { get, post, Problem } from '../app/api';
import { money, when } from '../app/format';
import { useActionName } from '../app/packs';
import { Loading } from '../app/Loading';
import { Icon } from '../app/Icon';
import { saidToStaff } from '../app/problems';
import type { JournalEntry, Run, RunPreview } from '../app/types';

type Operation = 'retry' | 'undo' | 'cancel';

/** One run: its effects, its journal, and what ops can do, shown before it is done. */
export function RunDetail({ id }: { id: string }) {
  const { t } = useTranslation('staff');
  const actionName = useActionName();
  const queries = useQueryClient();
  const { data: run, error } = useQuery({
    queryKey: ['staff', 'run', id],
    queryFn: () => get<Run>(`/api/runs/${encodeURIComponent(id)}`),
    retry: (count, failed) => !(failed instanceof Problem) && count < 2,
  });
  const { data: journal } = useQuery({
    queryKey: ['staff', 'journal', run?.requestId],
    enabled: !!run,
    queryFn: () => get<JournalEntry[]>(`/api/requests/${run!.requestId}/journal`),
  });
  const [asking, setAsking] = useState<{ operation: Operation; preview: RunPreview }>();
  const [reason, setReason] = useState('');
  const [said, setSaid] = useState<string>();
  if (error && !run) return <p className="pad">{t('notThere')}</p>;
  if (!run) return <Loading pad />;
  const attempt = async (what: () => Promise<void>) => {
    setSaid(undefined);
    try {
      await what();
    } catch (failed) {
      setSaid(saidToStaff(failed));
    }
  };
  const ask = (operation: Operation) =>
    void attempt(async () =>
      setAsking({
        operation,
        preview: await post<RunPreview>(`/api/runs/${id}/${operation}?dryRun=true`),
      }),
    );
  const act = (operation: Operation) =>
    void attempt(async () => {
      await post(`/api/runs/${id}/${operation}`, { reason: reason.trim() || undefined });
      setAsking(undefined);
      setReason('');
      setSaid(t(operation === 'undo' ? 'cockpit.asked' : 'cockpit.done'));
      void queries.invalidateQueries({ queryKey: ['staff'] });
    });
  const turns = (journal ?? [])
    .filter((entry) => entry.fact === 'ModelTurnTaken')
    .map((entry) => entry.content as { inputTokens?: number; outputTokens?: number; cost?: number });
  return (
    <article aria-labelledby="run" className="runDetail">
      <h1 id="run">
        {actionName(run.action)}: {t(`actionState.${run.state}`)}
      </h1>
      <p className="quiet">
        {run.id} · <Link href={`/r/${run.requestId}`}>{run.requestId.slice(-8)}</Link>
      </p>
      {run.stuck && (
        <p className="banner">
          <Icon name="alert" />{' '}
          {t('cockpit.stuckRun', {
            step: run.stuck.step,
            reason: run.stuck.reason,
            next: when(run.stuck.retryAt),
          })}
        </p>
      )}
      {said && (
        <p role="status" className="banner">
          {said}
        </p>
      )}
      <div className="buttons">
        {(['retry', 'undo', 'cancel'] as const).map((operation) => (
          <Button key={operation} size="sm" variant="default" onClick={() => ask(operation)}>
            {t(`cockpit.${operation}`)}
          </Button>
        ))}
      </div>
      {asking && (
        <section className="panel" aria-label={t(`cockpit.${asking.operation}`)}>
          {asking.preview.possible ? (
            <>
              <p>
                {t('cockpit.preview')} {asking.preview.why}
              </p>
              {asking.preview.effects.length > 0 && (
                <ul>
                  {asking.preview.effects.map((effect) => (
                    <li key={effect}>{effect}</li>
                  ))}
                </ul>
              )}
              {asking.operation !== 'retry' && (
                <TextInput
                  label={t('cockpit.reason')}
                  value={reason}
                  onChange={(event) => setReason(event.currentTarget.value)}
                  required
                  maxLength={500}
                />
              )}
              <div className="buttons">
                <Button
                  size="sm"
                  disabled={asking.operation !== 'retry' && !reason.trim()}
                  onClick={() => act(asking.operation)}
                >
                  {t('cockpit.doIt')}
                </Button>
                <Button size="sm" variant="default" onClick={() => setAsking(undefined)}>
                  {t('cancel')}
                </Button>
              </div>
            </>
          ) : (
            <p>{t('cockpit.impossible', { why: asking.preview.why })}</p>
          )}
        </section>
      )}
      <h2>{t('cockpit.effects')}</h2>
      {run.effects.length === 0 ? (
        <p className="quiet">{t('cockpit.noEffects')}</p>
      ) : (
        <table className="plainTable">
          <thead>
            <tr>
              <th>{t('cockpit.action')}</th>
              <th>{t('cockpit.state')}</th>
              <th>{t('cockpit.attempt')}</th>
              <th>{t('cockpit.key')}</th>
            </tr>
          </thead>
          <tbody>
            {run.effects.map((effect) => (
              <tr key={effect.key}>
                <th scope="row">
                  {t(`operation.${effect.operation}`, { defaultValue: effect.operation })}{' '}
                  {effect.amount && money(effect.amount)}
                </th>
                <td>
                  {effect.state} {effect.reference}
                  {effect.reason && `: ${effect.reason}`}
                </td>
                <td className="num">{effect.attempt}</td>
                <td className="quiet">{effect.key}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h2>{t('cockpit.journal')}</h2>
      {turns.length > 0 && (
        <p className="quiet">
          {t('cockpit.model', {
            turns: turns.length,
            tokens: turns.reduce((sum, turn) => sum + (turn.inputTokens ?? 0) + (turn.outputTokens ?? 0), 0),
            cost: turns.reduce((sum, turn) => sum + (turn.cost ?? 0), 0),
          })}
        </p>
      )}
      <ol className="timeline">
        {(journal ?? []).map((entry) => (
          <li key={entry.version}>
            <time dateTime={entry.at}>{when(entry.at)}</time>
            <details>
              <summary>
                {entry.version}. {entry.fact}
              </summary>
              <pre>{JSON.stringify(entry.content, null, 2)}</pre>
            </details>
          </li>
        ))}
      </ol>
    </article>
  );
}
