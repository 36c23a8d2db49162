import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../app/Icon';
import type { Request } from '../app/types';
import { isOver } from './status';

/** Taking a request back shows first what that stops, and what it cannot stop any more. */
export function Withdraw({ request, act }: { request: Request; act: (path: string) => Promise<boolean> }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  if (isOver(request) || !request.canBeWithdrawn) return null;
  const actions = request.plan?.actions ?? [];
  const stops = actions.filter((action) => action.canBeWithdrawn);
  const stays = actions.filter(
    (action) => ['Done', 'Executing', 'Unclear'].includes(action.state) && !action.canBeWithdrawn,
  );
  if (!asking) {
    return (
      <div>
        <Button
          variant="subtle"
          color="gray"
          size="sm"
          leftSection={<Icon name="back" size={16} />}
          onClick={() => setAsking(true)}
        >
          {t('withdraw.ask')}
        </Button>
      </div>
    );
  }
  return (
    <section className="panel" aria-labelledby="withdraw">
      <h2 id="withdraw" tabIndex={-1} ref={(heading) => heading?.focus()}>
        {t('withdraw.title')}
      </h2>
      {stops.length > 0 && (
        <>
          <p>{t('withdraw.stops')}</p>
          <ul>
            {stops.map((action) => (
              <li key={action.ordinal}>{action.sentence}</li>
            ))}
          </ul>
        </>
      )}
      {stays.length > 0 && (
        <>
          <p>{t('withdraw.stays')}</p>
          <ul>
            {stays.map((action) => (
              <li key={action.ordinal}>{action.sentence}</li>
            ))}
          </ul>
        </>
      )}
      {stops.length === 0 && stays.length === 0 && <p>{t('withdraw.nothing')}</p>}
      <div className="choices">
        <Button
          color="red"
          variant="outline"
          size="md"
          loading={busy}
          onClick={() => {
            setBusy(true);
            void act('withdrawal').finally(() => {
              setBusy(false);
              setAsking(false);
            });
          }}
        >
          {t('withdraw.yes')}
        </Button>
        <Button variant="default" size="md" onClick={() => setAsking(false)}>
          {t('withdraw.no')}
        </Button>
      </div>
    </section>
  );
}
