import { Button, Paper } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { local, money, when } from '../app/format';
import { Icon, type IconName } from '../app/Icon';
import type { Action, Item, Request } from '../app/types';
import { lookOf, type Look } from './status';

const icons: Record<Look, IconName> = {
  done: 'check',
  running: 'run',
  waiting: 'person',
  bad: 'cross',
  off: 'clock',
};

/** What is going to happen, step by step, before the customer says yes and while it happens. */
export function PlanCard({
  request,
  act,
  canAct,
}: {
  request: Request;
  act: (path: string, body?: unknown) => Promise<boolean>;
  canAct: boolean;
}) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState<boolean>();
  const plan = request.plan!;
  const asks =
    request.state === 'AwaitingCustomer' &&
    request.waitingFor.some((waiting) => waiting.for === 'customer' && waiting.what === 'confirmation');
  const answer = async (accepted: boolean) => {
    setBusy(accepted);
    await act('confirmation', { planVersion: plan.version, accepted });
    setBusy(undefined);
  };
  return (
    <Paper component="section" withBorder p="md" radius="md" aria-labelledby="plan" className="card">
      <h2 id="plan">{t(asks ? 'plan.titleAsk' : 'plan.title')}</h2>
      {plan.atomic && <p className="quiet">{t('plan.atomic')}</p>}
      <ol className="steps">
        {plan.actions.map((action) =>
          action.state === 'Denied' ? (
            <Denied key={action.ordinal} action={action} request={request} act={act} canAct={canAct} />
          ) : (
            <Step key={action.ordinal} action={action} request={request} />
          ),
        )}
      </ol>
      {asks && canAct && (
        <div className="choices">
          <Button size="md" loading={busy === true} onClick={() => void answer(true)}>
            {t('plan.yes')}
          </Button>
          <Button size="md" variant="default" loading={busy === false} onClick={() => void answer(false)}>
            {t('plan.no')}
          </Button>
        </div>
      )}
    </Paper>
  );
}

function Step({ action, request }: { action: Action; request: Request }) {
  const { t } = useTranslation();
  const { look, word } = lookOf(action);
  const until = request.waitingFor.find((waiting) => waiting.for === 'approval')?.until;
  return (
    <li className={`step ${look}`}>
      <p className="badge">
        <Icon name={icons[look]} /> {t(word)}
      </p>
      <p className="sentence">{action.sentence}</p>
      {action.items && <Items items={action.items} />}
      <Amount action={action} />
      {action.state === 'Proposed' && action.gate.outcome === 'NeedsApproval' && (
        <p className="quiet">
          <Icon name="person" size={16} /> {t('plan.needsPerson')}
        </p>
      )}
      {action.state === 'AwaitingApproval' && until && (
        <p className="quiet">
          <Icon name="clock" size={16} /> {t('plan.until', { until: when(until) })}
        </p>
      )}
      <Decided action={action} />
    </li>
  );
}

/** A no has its own card: why, what is possible instead, and how to object. */
function Denied({
  action,
  request,
  act,
  canAct,
}: {
  action: Action;
  request: Request;
  act: (path: string, body?: unknown) => Promise<boolean>;
  canAct: boolean;
}) {
  const { t } = useTranslation();
  return (
    <li className="step bad">
      <p className="badge">
        <Icon name="cross" /> {t(action.gate.byMachine ? 'action.deniedByMachine' : 'action.deniedByPerson')}
      </p>
      <p className="sentence">{action.sentence}</p>
      <p>{action.gate.reasons.map((reason) => reason.text).join(' ')}</p>
      {action.gate.instead && (
        <p>
          <strong>{t('plan.instead')}</strong> {action.gate.instead}
        </p>
      )}
      <Decided action={action} />
      {canAct && request.state !== 'HandedOff' && (
        <Button
          variant="default"
          size="sm"
          leftSection={<Icon name="person" size={16} />}
          onClick={() => void act('objection', { text: action.sentence })}
        >
          {t('plan.object')}
        </Button>
      )}
    </li>
  );
}

/** Decided by a machine or a person, and from which data. */
function Decided({ action }: { action: Action }) {
  const { t } = useTranslation();
  const sources = [
    ...new Set(
      action.gate.facts.map((fact) =>
        t(`fact.${fact.name.split('.')[0]}`, { defaultValue: t('fact.other') }),
      ),
    ),
  ];
  if (sources.length === 0 || !['Done', 'Denied', 'Failed', 'Undone'].includes(action.state)) return null;
  return (
    <details className="decided">
      <summary>{t(action.gate.byMachine ? 'plan.byMachine' : 'plan.byPerson')}</summary>
      <p>
        {t('plan.from', { sources: sources.join(', '), at: when(action.gate.facts[0]!.readAt) })}{' '}
        {action.gate.byMachine && t('plan.mayObject')}
      </p>
    </details>
  );
}

/** What the customer gets or pays with this step, and what it is made of. */
export function Amount({ action }: { action: Action }) {
  const { t } = useTranslation();
  if (!action.moves) return null;
  return (
    <>
      <p className="amount">
        {action.moves.charged
          ? t('plan.charged', { amount: money(action.moves.amount) })
          : money(action.moves.amount)}
      </p>
      <Breakdown action={action} />
    </>
  );
}

function Breakdown({ action }: { action: Action }) {
  const { t } = useTranslation();
  const parts = (['goods', 'shipping', 'vat'] as const).filter(
    (name) => action.breakdown?.[name] && Number(action.breakdown[name]!.amount) !== 0,
  );
  if (parts.length === 0) return null;
  return (
    <dl className="breakdown">
      {parts.map((name) => (
        <div key={name}>
          <dt>{t(`plan.${name}`)}</dt>
          <dd>{money(action.breakdown![name]!)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Colour, name, size: recognised at a glance, and in words for those who do not see the colour. */
export function Items({ items }: { items: Item[] }) {
  return (
    <ul className="items">
      {items.map((item, index) => (
        <li key={`${item.line ?? index}`}>
          {item.colour && <span className={`swatch ${item.colour}`} aria-hidden="true" />}
          {(item.quantity ?? 1) > 1 && `${item.quantity} × `}
          {local(item.label)}
        </li>
      ))}
    </ul>
  );
}
