import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { get, post } from '../app/api';
import { local, money, percent } from '../app/format';
import { useActionName } from '../app/packs';
import { Loading } from '../app/Loading';
import { Icon } from '../app/Icon';
import { saidToStaff } from '../app/problems';
import type { Pack, PackAction } from '../app/types';

/** What runs here, who answers for it, and the switch that stops it. */
export function Packs() {
  const { t } = useTranslation('staff');
  const { data } = useQuery({ queryKey: ['staff', 'packs'], queryFn: () => get<Pack[]>('/api/packs') });
  return (
    <section aria-labelledby="packs">
      <h1 id="packs">{t('cockpit.packs')}</h1>
      {!data && <Loading />}
      {data?.map((pack) => (
        <One key={pack.id} pack={pack} />
      ))}
    </section>
  );
}

function One({ pack }: { pack: Pack }) {
  const { t } = useTranslation('staff');
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string>();
  const suspended = pack.suspension?.suspended ?? false;
  const set = async () => {
    try {
      await post(`/api/packs/${pack.id}/suspension`, { suspended: !suspended, reason: reason.trim() });
      setAsking(false);
      setReason('');
      void queries.invalidateQueries({ queryKey: ['staff', 'packs'] });
    } catch (failed) {
      setProblem(saidToStaff(failed));
    }
  };
  return (
    <article className="panel" aria-label={pack.id}>
      <h2>{local(pack.purpose)}</h2>
      <p className="quiet">
        {pack.id} · {t('cockpit.owner')}: {pack.owner} ·{' '}
        {t('pack.policies', { hash: pack.policiesHash.slice(0, 12) })}
      </p>
      <p>
        {suspended ? (
          <>
            <Icon name="alert" />{' '}
            {t('cockpit.suspended', { by: pack.suspension!.by, reason: pack.suspension!.reason })}
          </>
        ) : (
          <>
            <Icon name="check" /> {t('cockpit.active')}
          </>
        )}
      </p>
      <h3>{t('pack.actions')}</h3>
      {pack.catalogue.map((one) => (
        <ActionRules key={one.action} one={one} />
      ))}
      {pack.limits.length > 0 && (
        <>
          <h3>{t('pack.limits')}</h3>
          <ul>
            {pack.limits.map((limit) => (
              <li key={limit.name}>
                {t(`limit.${limit.name}`, { defaultValue: limit.name })}:{' '}
                {t('pack.limit', {
                  maximum: limit.amount ? money(limit.amount) : limit.count,
                  days: /^P(\d+)D$/.exec(limit.window)?.[1] ?? limit.window,
                })}
                {limit.automaticOnly && ` ${t('pack.automaticOnly')}`}
              </li>
            ))}
          </ul>
        </>
      )}
      {problem && (
        <p className="banner bad" role="alert">
          {problem}
        </p>
      )}
      {asking ? (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void set();
          }}
        >
          {!suspended && <p>{t('cockpit.suspendText')}</p>}
          <TextInput
            label={t('cockpit.reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            required
            maxLength={500}
          />
          <div className="buttons">
            <Button type="submit" size="sm" color={suspended ? undefined : 'red'} disabled={!reason.trim()}>
              {t(suspended ? 'cockpit.resume' : 'cockpit.suspend')}
            </Button>
            <Button size="sm" variant="default" onClick={() => setAsking(false)}>
              {t('cancel')}
            </Button>
          </div>
        </form>
      ) : (
        <div>
          <Button size="sm" variant="default" onClick={() => setAsking(true)}>
            {t(suspended ? 'cockpit.resume' : 'cockpit.suspend')}
          </Button>
        </div>
      )}
    </article>
  );
}

/** One action's rules in the words in which an approver meets them. */
function ActionRules({ one }: { one: PackAction }) {
  const { t } = useTranslation('staff');
  const actionName = useActionName();
  const words = (text: string) =>
    text.replace(
      /\{([\w.]+)\}/g,
      (_, name: string) => `[${t(`field.${name.split('.').at(-1)}`, { defaultValue: name })}]`,
    );
  return (
    <details>
      <summary>
        {actionName(one.action)}: {t(`autonomy.${one.autonomy}`, { share: percent(one.samplePercent / 100) })}
      </summary>
      <p className="quiet">
        {local(one.purpose)} ·{' '}
        <Link href={`/cockpit/processes/${one.workflow}/${one.version}`}>
          {t('cockpit.steps', { name: actionName(one.workflow), version: one.version })}
        </Link>{' '}
        ({one.hash.slice(0, 12)})
        {one.automaticUpTo && ` · ${t('pack.automaticUpTo', { amount: money(one.automaticUpTo) })}`}
        {one.secondOpinion && ` · ${t('pack.secondOpinion')}`} ·{' '}
        {t('desk.demand', { role: t(`role.${one.role}`), count: one.quorum })}
      </p>
      <table className="plainTable">
        <thead>
          <tr>
            <th>{t('pack.when')}</th>
            <th>{t('pack.then')}</th>
          </tr>
        </thead>
        <tbody>
          {one.rules.map((rule) => (
            <tr key={rule.id}>
              <th scope="row">
                {words(local(rule.reason))} <span className="quiet">{rule.id}</span>
              </th>
              <td>
                {t(`outcomeOf.${rule.outcome}`)}
                {rule.role && `: ${t(`role.${rule.role}`)}`}
                {(rule.quorum ?? 1) > 1 && ` × ${rule.quorum}`}
                {rule.observe && ` (${t('pack.observe')})`}
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('pack.otherwise')}</th>
            <td>{t('outcomeOf.Denied')}</td>
          </tr>
        </tbody>
      </table>
    </details>
  );
}
