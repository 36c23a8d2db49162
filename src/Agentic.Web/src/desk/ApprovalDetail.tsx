import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { get, post, Problem } from '../app/api';
import { ago, money, time, when } from '../app/format';
import { Icon } from '../app/Icon';
import { saidToStaff } from '../app/problems';
import { useSession } from '../app/session';
import type { Approval, Request } from '../app/types';
import { Evidence } from './Evidence';
import { useKeys } from './keys';
import { isDoubt } from './queues';
import { usePresence } from './presence';
import { pathOf } from './schemaFaults';
import { ApprovalBar, type Bar } from './ApprovalBar';
import { Changes, SealedOperation, Section } from './ApprovalParts';

const approvalOf = (id: string) => ({
  queryKey: ['staff', 'approval', id],
  queryFn: () => get<Approval>(`/api/approvals/${encodeURIComponent(id)}?include=context`),
  retry: (count: number, failed: Error) => !(failed instanceof Problem) && count < 2,
});
// An approval's id begins with its request's: both are read at once.
const requestOf = (id: string) => ({
  queryKey: ['staff', 'request', id.split('-')[0]],
  queryFn: () => get<Request>(`/api/requests/${encodeURIComponent(id.split('-')[0]!)}`),
  retry: (count: number, failed: Error) => !(failed instanceof Problem) && count < 2,
});

export function ApprovalDetail({ id, list }: { id: string; list: string[] }) {
  const { t } = useTranslation('staff');
  const queries = useQueryClient();
  const { data: approval, error } = useQuery(approvalOf(id));
  const { data: request, isError: wordless } = useQuery(requestOf(id));
  const { data: who } = useSession();
  const [, go] = useLocation();
  const [bar, setBar] = useState<Bar>();
  const [problem, setProblem] = useState<string>();
  // What the API says about one field of the edit belongs to that field.
  const [refused, setRefused] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const others = usePresence(id);
  const heading = useRef<HTMLHeadingElement>(null);
  // Show all at once: deviations from the customer's words must not appear after somebody has begun to read.
  const loaded = !!approval && (!!request || wordless);
  useEffect(() => heading.current?.focus({ preventScroll: true }), [loaded]);
  const following = list[list.indexOf(id) + 1] ?? list.find((other) => other !== id);
  useEffect(() => {
    // The next one is there before it is asked for.
    if (!loaded || !following) return;
    void queries.prefetchQuery(approvalOf(following));
    void queries.prefetchQuery(requestOf(following));
  }, [loaded, following, queries]);
  const open = approval?.state === 'Open';
  // A claim excludes others until it runs out or is taken over by name.
  const held =
    !!approval?.claimedBy &&
    approval.claimedBy !== who?.user &&
    (!approval.claimedUntil || new Date(approval.claimedUntil) > new Date());
  const decidedByMe = approval?.decisions.some((decision) => decision.by === who?.user);
  const begin = (next: Bar) => () => {
    // Nobody approves before the customer's own words are there to compare with.
    if (!open || held || (next === 'approve' && (decidedByMe || !request))) return;
    setProblem(undefined);
    setRefused(undefined);
    setBar(next);
    // Whoever edits keeps others off for ten minutes.
    if (next === 'edit')
      void post(`/api/approvals/${id}/claim`).catch((failed: unknown) => setProblem(saidToStaff(failed)));
  };
  useKeys({
    a: begin('approve'),
    r: begin('reject'),
    e: begin('edit'),
    q: begin('question'),
    t: begin('takeover'),
    Escape: () => setBar(undefined),
  });

  if (error && !approval)
    return (
      <div className="decision">
        <h1>{t('notThere')}</h1>
      </div>
    );
  if (!approval || !loaded)
    return (
      <div className="decision" role="status">
        <p className="quiet">{t('loading')}</p>
      </div>
    );

  // The answer to a POST leaves out the context that was read with the approval; keep that.
  const keep = (next: Approval) =>
    queries.setQueryData(['staff', 'approval', id], {
      ...next,
      earlier: next.earlier ?? approval.earlier,
      deviations: next.deviations ?? approval.deviations,
      customerName: next.customerName ?? approval.customerName,
    });
  const send = async (path: string, body: unknown, next: boolean) => {
    setBusy(true);
    setProblem(undefined);
    setRefused(undefined);
    try {
      const after = await post<Approval>(`/api/approvals/${id}/${path}`, body);
      keep(after);
      setBar(undefined);
      void queries.invalidateQueries({ queryKey: ['staff'] });
      if (next) {
        go(
          after.supersededBy
            ? `/desk/approvals/${after.supersededBy}`
            : following
              ? `/desk/approvals/${following}`
              : '/desk?queue=approvals',
        );
      }
    } catch (failed) {
      if (failed instanceof Problem && failed.current) keep(failed.current as Approval);
      void queries.invalidateQueries({ queryKey: ['staff', 'approval', id] });
      if (failed instanceof Problem && pathOf(failed.field) && bar === 'edit') setRefused(failed);
      else setProblem(saidToStaff(failed));
    } finally {
      setBusy(false);
    }
  };
  const name = approval.customerName ?? request?.customerId ?? '';
  const amount = approval.atRisk && money(approval.atRisk);
  const question = !amount
    ? t('desk.confirm', { name })
    : approval.paidTo
      ? t('desk.confirmMoney', { amount, name, target: approval.paidTo })
      : t('desk.confirmAtRisk', { amount, name });
  return (
    <>
      <article className="decision" aria-labelledby="sentence" tabIndex={0}>
        <p className="backLink">
          <Link href="/desk?queue=approvals">{t('desk.back')}</Link>
        </p>
        <h1 id="sentence" tabIndex={-1} ref={heading} lang={request?.locale.slice(0, 2)}>
          {approval.sentence}
        </h1>
        {!open && (
          <p className="banner" role="status">
            <Icon name="alert" /> {t(`state.${approval.state}`)}{' '}
            {approval.closedBecause && <span lang="en">({approval.closedBecause})</span>}{' '}
            {approval.supersededBy && (
              <Link href={`/desk/approvals/${approval.supersededBy}`}>{t('desk.successor')}</Link>
            )}
          </p>
        )}
        {held && (
          <p className="banner" role="status">
            <Icon name="person" />{' '}
            {t('desk.claimed', {
              name: approval.claimedBy ?? '',
              until: approval.claimedUntil ? time(approval.claimedUntil) : '',
            })}{' '}
            {open && (
              <Button
                size="compact-sm"
                variant="default"
                loading={busy}
                onClick={() => void send('claim', { from: approval.claimedBy }, false)}
              >
                {t('handoff.claimFrom', { name: approval.claimedBy ?? '' })}
              </Button>
            )}
          </p>
        )}
        {others.length > 0 && (
          <p className="banner" role="status">
            <Icon name="person" /> {t('desk.alsoOpen', { names: others.join(', ') })}
          </p>
        )}
        {approval.deviations?.map((deviation) => (
          <p key={deviation} className="banner bad" role="note">
            <Icon name="alert" /> {deviation}
          </p>
        ))}
        {approval.reasons.filter(isDoubt).map((reason) => (
          <p key={reason.text} className="banner bad" role="note">
            <Icon name="alert" /> {reason.text}
          </p>
        ))}
        <dl className="risk">
          <div>
            <dt>{t('desk.atRisk')}</dt>
            <dd>{approval.atRisk ? money(approval.atRisk) : t('desk.noMoney')}</dd>
          </div>
          <div>
            <dt>{t('desk.undo')}</dt>
            <dd>
              {approval.effects.every((effect) => effect.undo) ? t('desk.undoable') : t('desk.notUndoable')}
            </dd>
          </div>
          <div>
            <dt>{t('desk.deadline')}</dt>
            <dd>{when(approval.deadline)}</dd>
          </div>
        </dl>
        <Section title={t('desk.why')}>
          <ul>
            {approval.reasons
              .filter((reason) => !isDoubt(reason) || approval.reasons.every(isDoubt))
              .map((reason) => (
                <li key={reason.text}>{reason.text}</li>
              ))}
          </ul>
        </Section>
        <Changes approval={approval} />
        <Section title={t('desk.runs')}>
          <ol className="effects">
            {approval.effects.map((effect) => (
              <SealedOperation key={effect.activity} effect={effect} />
            ))}
          </ol>
        </Section>
        <Section title={t('desk.who')}>
          <p>
            {t('desk.demand', {
              role: t(`role.${approval.requiredRole}`),
              count: approval.quorum,
            })}
            {approval.including && ` ${t('desk.including', { role: t(`role.${approval.including}`) })}`}
          </p>
          {approval.decisions.length > 0 && (
            <ul>
              {approval.decisions.map((decision) => (
                <li key={`${decision.by}${decision.at}`}>
                  {decision.by}: {t(`decided.${decision.decision}`)}, {ago(decision.at)}
                  {decision.reason && `. ${decision.reason}`}
                </li>
              ))}
            </ul>
          )}
        </Section>
        {open && (
          <ApprovalBar
            approval={approval}
            bar={bar}
            begin={begin}
            cancel={() => setBar(undefined)}
            busy={busy}
            held={held}
            canApprove={!held && !decidedByMe && !!request}
            question={question}
            problem={problem}
            refused={refused}
            send={(path, body, next) => void send(path, body, next)}
          />
        )}
      </article>
      <Evidence approval={approval} request={request} />
    </>
  );
}
