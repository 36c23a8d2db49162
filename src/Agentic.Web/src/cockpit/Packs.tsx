import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, post, Problem } from '../app/api';
import { local } from '../app/format';
import { Icon } from '../app/Icon';
import type { LocalText } from '../app/types';

interface Pack { id: string; owner: string; purpose: LocalText; actions: string[]; suspension?: { suspended: boolean; by: string; reason: string; at: string } }

/** What runs here, who answers for it, and the switch that stops it. */
export function Packs() {
  const { t } = useTranslation('staff');
  const { data } = useQuery({ queryKey: ['staff', 'packs'], queryFn: () => get<Pack[]>('/api/packs') });
  return (
    <section aria-labelledby="packs">
      <h1 id="packs">{t('cockpit.packs')}</h1>
      {!data && <p className="quiet" role="status">{t('loading')}</p>}
      {data?.map((pack) => <One key={pack.id} pack={pack} />)}
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
      setProblem(failed instanceof Problem ? failed.detail : t('failed'));
    }
  };
  return (
    <article className="panel" aria-label={pack.id}>
      <h2>{local(pack.purpose)}</h2>
      <p className="quiet">{pack.id} · {t('cockpit.owner')}: {pack.owner}</p>
      <p>{suspended ? <><Icon name="alert" /> {t('cockpit.suspended', { by: pack.suspension!.by, reason: pack.suspension!.reason })}</> : <><Icon name="check" /> {t('cockpit.active')}</>}</p>
      <ul>{pack.actions.map((action) => <li key={action}>{t(`actionName.${action}`, { defaultValue: action })}</li>)}</ul>
      {problem && <p className="banner bad" role="alert">{problem}</p>}
      {asking ? (
        <form className="stack" onSubmit={(event) => { event.preventDefault(); void set(); }}>
          {!suspended && <p>{t('cockpit.suspendText')}</p>}
          <TextInput label={t('cockpit.reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} required maxLength={500} />
          <div className="buttons"><Button type="submit" size="sm" color={suspended ? undefined : 'red'} disabled={!reason.trim()}>{t(suspended ? 'cockpit.resume' : 'cockpit.suspend')}</Button><Button size="sm" variant="default" onClick={() => setAsking(false)}>{t('cancel')}</Button></div>
        </form>
      ) : <div><Button size="sm" variant="default" onClick={() => setAsking(true)}>{t(suspended ? 'cockpit.resume' : 'cockpit.suspend')}</Button></div>}
    </article>
  );
}
