import { Button, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { get, post, Problem } from '../app/api';
import { ago, money, time, when } from '../app/format';
import { Icon } from '../app/Icon';
import { saidToStaff } from '../app/problems';
import { useSession } from '../app/session';
import type { Approval, Effect, Item, Money, Request } from '../app/types';
import { Evidence } from './Evidence';
import { setShortcuts, shortcutsOn, useKeys } from './keys';
import { Plain } from './Plain';
import { isDoubt } from './queues';
import { usePresence } from './presence';
import { pathOf } from './schemaFaults';
import { useSchemas } from '../app/packs';
import { SchemaForm } from './SchemaForm';

type Bar = 'approve' | 'reject' | 'edit' | 'question' | 'takeover';
const quick = ['notPlausible', 'wrongItem', 'alreadySettled'] as const;

const approvalOf = (id: string) => ({ queryKey: ['staff', 'approval', id], queryFn: () => get<Approval>(`/api/approvals/${encodeURIComponent(id)}?include=context`), retry: (count: number, failed: Error) => !(failed instanceof Problem) && count < 2 });
// An approval's id begins with its request's: both are read at once.
const requestOf = (id: string) => ({ queryKey: ['staff', 'request', id.split('-')[0]], queryFn: () => get<Request>(`/api/requests/${encodeURIComponent(id.split('-')[0]!)}`), retry: (count: number, failed: Error) => !(failed instanceof Problem) && count < 2 });

export function ApprovalDetail({ id, list }: { id: string; list: string[] }) {
  const { t } = useTranslation('staff');
  const queries = useQueryClient();
  const { data: approval, error } = useQuery(approvalOf(id));
  const { data: request, isError: wordless } = useQuery(requestOf(id));
  const { data: who } = useSession();
  const [, go] = useLocation();
  const [bar, setBar] = useState<Bar>();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  // What the API says about one field of the edit belongs to that field.
  const [refused, setRefused] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const [keys, setKeys] = useState(shortcutsOn);
  const others = usePresence(id);
  const heading = useRef<HTMLHeadingElement>(null);
  // Shown whole or not yet: what deviates from the customer's words must not appear after somebody began to read.
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
  const held = !!approval?.claimedBy && approval.claimedBy !== who?.user && (!approval.claimedUntil || new Date(approval.claimedUntil) > new Date());
  const decidedByMe = approval?.decisions.some((decision) => decision.by === who?.user);
  const begin = (next: Bar) => () => {
    // Nobody approves before the customer's own words are there to compare with.
    if (!open || held || (next === 'approve' && (decidedByMe || !request))) return;
    setProblem(undefined);
    setRefused(undefined);
    setText('');
    setBar(next);
    // Whoever edits keeps others off for ten minutes.
    if (next === 'edit') void post(`/api/approvals/${id}/claim`).catch((failed: unknown) => setProblem(saidToStaff(failed)));
  };
  useKeys({ a: begin('approve'), r: begin('reject'), e: begin('edit'), q: begin('question'), t: begin('takeover'), Escape: () => setBar(undefined) });

  if (error && !approval) return <div className="decision"><h1>{t('notThere')}</h1></div>;
  if (!approval || !loaded) return <div className="decision" role="status"><p className="quiet">{t('loading')}</p></div>;

  // An answer to an act does not say what was done before; that is still true.
  const keep = (next: Approval) => queries.setQueryData(['staff', 'approval', id], { ...next, earlier: next.earlier ?? approval.earlier, deviations: next.deviations ?? approval.deviations, customerName: next.customerName ?? approval.customerName });
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
        go(after.supersededBy ? `/desk/approvals/${after.supersededBy}` : following ? `/desk/approvals/${following}` : '/desk?queue=approvals');
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
  const decide = (decision: string, more: object = {}) => void send('decision', { seal: approval.seal, decision, ...more }, true);
  const name = approval.customerName ?? request?.customerId ?? '';
  const amount = approval.atRisk && money(approval.atRisk);
  const question = !amount ? t('desk.confirm', { name })
    : approval.paidTo ? t('desk.confirmMoney', { amount, name, target: approval.paidTo })
      : t('desk.confirmAtRisk', { amount, name });
  return (
    <>
      <article className="decision" aria-labelledby="sentence" tabIndex={0}>
        <p className="backLink"><Link href="/desk?queue=approvals">{t('desk.back')}</Link></p>
        <h1 id="sentence" tabIndex={-1} ref={heading} lang={request?.locale.slice(0, 2)}>{approval.sentence}</h1>
        {!open && <p className="banner" role="status"><Icon name="alert" /> {t(`state.${approval.state}`)} {approval.closedBecause && <span lang="en">({approval.closedBecause})</span>} {approval.supersededBy && <Link href={`/desk/approvals/${approval.supersededBy}`}>{t('desk.successor')}</Link>}</p>}
        {held && <p className="banner" role="status"><Icon name="person" /> {t('desk.claimed', { name: approval.claimedBy ?? '', until: approval.claimedUntil ? time(approval.claimedUntil) : '' })} {open && <Button size="compact-sm" variant="default" loading={busy} onClick={() => void send('claim', { from: approval.claimedBy }, false)}>{t('handoff.claimFrom', { name: approval.claimedBy ?? '' })}</Button>}</p>}
        {others.length > 0 && <p className="banner" role="status"><Icon name="person" /> {t('desk.alsoOpen', { names: others.join(', ') })}</p>}
        {approval.deviations?.map((deviation) => <p key={deviation} className="banner bad" role="note"><Icon name="alert" /> {deviation}</p>)}
        {approval.reasons.filter(isDoubt).map((reason) => <p key={reason.text} className="banner bad" role="note"><Icon name="alert" /> {reason.text}</p>)}
        <dl className="risk">
          <div><dt>{t('desk.atRisk')}</dt><dd>{approval.atRisk ? money(approval.atRisk) : t('desk.noMoney')}</dd></div>
          <div><dt>{t('desk.undo')}</dt><dd>{approval.effects.every((effect) => effect.undo) ? t('desk.undoable') : t('desk.notUndoable')}</dd></div>
          <div><dt>{t('desk.deadline')}</dt><dd>{when(approval.deadline)}</dd></div>
        </dl>
        <Section title={t('desk.why')}><ul>{approval.reasons.filter((reason) => !isDoubt(reason) || approval.reasons.every(isDoubt)).map((reason) => <li key={reason.text}>{reason.text}</li>)}</ul></Section>
        {changes(approval).length > 0 && (
          <Section title={t('desk.changed')}>
            <p>{t('desk.changedText')}</p>
            <table className="diff"><thead><tr><th>{t('diff.field')}</th><th>{t('diff.before')}</th><th>{t('diff.after')}</th></tr></thead>
              <tbody>{changes(approval).map((change) => <tr key={`${change.name}${JSON.stringify(change)}`}><th scope="row">{t(`field.${change.name}`, { defaultValue: change.name })}</th><td><Plain value={change.before} field={change.name} /></td><td><Plain value={change.after} field={change.name} /></td></tr>)}</tbody>
            </table>
          </Section>
        )}
        <Section title={t('desk.runs')}><ol className="effects">{approval.effects.map((effect) => <Runs key={effect.activity} effect={effect} />)}</ol></Section>
        <Section title={t('desk.who')}>
          <p>{t('desk.demand', { role: t(`role.${approval.requiredRole}`), count: approval.quorum })}{approval.including && ` ${t('desk.including', { role: t(`role.${approval.including}`) })}`}</p>
          {approval.decisions.length > 0 && <ul>{approval.decisions.map((decision) => <li key={`${decision.by}${decision.at}`}>{decision.by}: {t(`decided.${decision.decision}`)}, {ago(decision.at)}{decision.reason && `. ${decision.reason}`}</li>)}</ul>}
        </Section>
        {open && (
          <footer className="actionBar">
            {problem && <p className="banner bad" role="alert"><Icon name="alert" /> {problem}</p>}
            {bar === undefined && (
              <div className="buttons">
                <Button size="md" disabled={held || decidedByMe || !request} onClick={begin('approve')}>{approval.atRisk ? t('desk.approveMoney', { amount: money(approval.atRisk) }) : t('desk.approve')} <kbd>a</kbd></Button>
                <Button size="md" variant="default" disabled={held} onClick={begin('reject')}>{t('desk.reject')} <kbd>r</kbd></Button>
                <Button size="md" variant="default" disabled={held} onClick={begin('edit')}>{t('desk.edit')} <kbd>e</kbd></Button>
                <Button size="md" variant="default" disabled={held} onClick={begin('question')}>{t('desk.ask')} <kbd>q</kbd></Button>
                <Button size="md" variant="default" disabled={held} onClick={begin('takeover')}>{t('desk.takeOver')} <kbd>t</kbd></Button>
              </div>
            )}
            {bar === 'approve' && (
              <Confirm label={question} button={t('desk.send')} busy={busy} onSend={() => decide('approve')} onCancel={() => setBar(undefined)} />
            )}
            {bar === 'reject' && (
              <form className="stack" onSubmit={(event) => { event.preventDefault(); decide('reject', { reason: text.trim() }); }}>
                <div className="quick">{quick.map((reason) => <Button key={reason} type="button" size="compact-sm" variant="default" onClick={() => setText(t(`quick.${reason}`))}>{t(`quick.${reason}`)}</Button>)}</div>
                <Textarea label={t('desk.reason')} description={t('desk.reasonFor')} value={text} onChange={(event) => setText(event.currentTarget.value)} autoFocus required autosize minRows={2} maxLength={2000} />
                <Send label={t('desk.rejectNow')} busy={busy} disabled={!text.trim()} onCancel={() => setBar(undefined)} />
              </form>
            )}
            {bar === 'question' && (
              <form className="stack" onSubmit={(event) => { event.preventDefault(); void send('question', { text: text.trim() }, false); }}>
                <Textarea label={t('desk.question')} value={text} onChange={(event) => setText(event.currentTarget.value)} autoFocus required autosize minRows={2} maxLength={2000} />
                <Send label={t('desk.askNow')} busy={busy} disabled={!text.trim()} onCancel={() => setBar(undefined)} />
              </form>
            )}
            {bar === 'takeover' && <Confirm label={t('desk.takeOverText')} button={t('desk.takeOverNow')} busy={busy} onSend={() => void send('takeover', {}, true)} onCancel={() => setBar(undefined)} />}
            {bar === 'edit' && <Edit approval={approval} busy={busy} refused={refused} onSend={(changed) => decide('edit', { arguments: changed })} onCancel={() => { setBar(undefined); void post(`/api/approvals/${id}/release`).catch(() => undefined); }} />}
            <label className="shortcuts"><input type="checkbox" checked={keys} onChange={(event) => { setShortcuts(event.currentTarget.checked); setKeys(event.currentTarget.checked); }} /> {t('desk.shortcuts')}</label>
          </footer>
        )}
      </article>
      <Evidence approval={approval} request={request} />
    </>
  );
}

/** What changed, said once, in business words: bookkeeping of the seal itself is none. */
function changes(approval: Approval): { name: string; before?: unknown; after?: unknown }[] {
  const amount = (value: unknown) => (typeof value === 'string' && /^\d+\.\d+$/.test(value) && approval.atRisk ? { amount: value, currency: approval.atRisk.currency } : value);
  const seen = new Set<string>();
  return approval.difference
    .filter(({ path }) => !/^(planVersion|consent|nonce|expiresAt|evidence)/.test(path))
    .map(({ path, before, after }) => ({ name: path.split('.').at(-1)!, before: amount(before), after: amount(after) }))
    .filter((change) => !seen.has(JSON.stringify(change)) && !!seen.add(JSON.stringify(change)));
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return <section className="part"><h2>{title}</h2>{children}</section>;
}

/** An operation with what it is called with: nothing else will run. */
function Runs({ effect }: { effect: Effect }) {
  const { t } = useTranslation('staff');
  const { amount, ...rest } = effect.arguments as { amount?: Money; items?: Item[] };
  return (
    <li>
      <strong>{t(`operation.${effect.operation}`, { defaultValue: effect.operation })}</strong> {amount && money(amount)}{' '}
      <span className="quiet">{effect.undo ? t('desk.undoneBy', { operation: t(`operation.${effect.undo}`, { defaultValue: effect.undo }) }) : t('desk.cannotBeUndone')}</span>
      <dl className="arguments">{Object.entries(rest).map(([name, value]) => <div key={name}><dt>{t(`field.${name}`, { defaultValue: name })}</dt><dd><Plain value={value} field={name} /></dd></div>)}</dl>
    </li>
  );
}

function Confirm({ label, button, busy, onSend, onCancel }: { label: string; button: string; busy: boolean; onSend: () => void; onCancel: () => void }) {
  const { t } = useTranslation('staff');
  return (
    <form className="confirm" onSubmit={(event) => { event.preventDefault(); onSend(); }}>
      <p>{label}</p>
      <div className="buttons"><Button type="submit" size="md" loading={busy} autoFocus data-autofocus>{button} <kbd>↵</kbd></Button><Button size="md" variant="default" onClick={onCancel}>{t('cancel')} <kbd>Esc</kbd></Button></div>
    </form>
  );
}

function Send({ label, busy, disabled, onCancel }: { label: string; busy: boolean; disabled: boolean; onCancel: () => void }) {
  const { t } = useTranslation('staff');
  return <div className="buttons"><Button type="submit" size="md" loading={busy} disabled={disabled}>{label}</Button><Button size="md" variant="default" onClick={onCancel}>{t('cancel')}</Button></div>;
}

function Edit({ approval, busy, refused, onSend, onCancel }: { approval: Approval; busy: boolean; refused?: Problem; onSend: (changed: Record<string, unknown>) => void; onCancel: () => void }) {
  const { t } = useTranslation('staff');
  const schema = useSchemas(approval.pack)[approval.action];
  const [value, setValue] = useState<Record<string, unknown>>(() => structuredClone(approval.arguments));
  const changed = Object.keys({ ...value, ...approval.arguments }).filter((name) => JSON.stringify(value[name]) !== JSON.stringify(approval.arguments[name]));
  if (!schema) return <p className="quiet" role="status">{t('loading')}</p>;
  return (
    <SchemaForm schema={schema} value={value} onChange={setValue} onSubmit={() => onSend(value)} refused={refused} autoFocus>
      {changed.length > 0 && (
        <table className="diff"><thead><tr><th>{t('diff.field')}</th><th>{t('diff.before')}</th><th>{t('diff.after')}</th></tr></thead>
          <tbody>{changed.map((name) => <tr key={name}><th scope="row">{t(`field.${name}`, { defaultValue: name })}</th><td><Plain value={approval.arguments[name]} field={name} /></td><td><Plain value={value[name]} field={name} /></td></tr>)}</tbody>
        </table>
      )}
      <p className="quiet">{t('desk.editText')}</p>
      <Send label={t('desk.editNow')} busy={busy} disabled={changed.length === 0} onCancel={onCancel} />
    </SchemaForm>
  );
}

