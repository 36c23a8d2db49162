import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { money } from '../app/format';
import type { Approval, Effect, Item, Money } from '../app/types';
import { Plain } from './Plain';

/** The changes in business terms, each once, without the seal's own bookkeeping fields. */
function changes(approval: Approval): { name: string; before?: unknown; after?: unknown }[] {
  const amount = (value: unknown) =>
    typeof value === 'string' && /^\d+\.\d+$/.test(value) && approval.atRisk
      ? { amount: value, currency: approval.atRisk.currency }
      : value;
  const seen = new Set<string>();
  return approval.difference
    .filter(({ path }) => !/^(planVersion|consent|nonce|expiresAt|evidence)/.test(path))
    .map(({ path, before, after }) => ({
      name: path.split('.').at(-1)!,
      before: amount(before),
      after: amount(after),
    }))
    .filter((change) => !seen.has(JSON.stringify(change)) && !!seen.add(JSON.stringify(change)));
}

/** What differs from the approval that this one follows. */
export function Changes({ approval }: { approval: Approval }) {
  const { t } = useTranslation('staff');
  const changed = changes(approval);
  if (changed.length === 0) return null;
  return (
    <Section title={t('desk.changed')}>
      <p>{t('desk.changedText')}</p>
      <table className="diff">
        <thead>
          <tr>
            <th>{t('diff.field')}</th>
            <th>{t('diff.before')}</th>
            <th>{t('diff.after')}</th>
          </tr>
        </thead>
        <tbody>
          {changed.map((change) => (
            <tr key={`${change.name}${JSON.stringify(change)}`}>
              <th scope="row">{t(`field.${change.name}`, { defaultValue: change.name })}</th>
              <td>
                <Plain value={change.before} field={change.name} />
              </td>
              <td>
                <Plain value={change.after} field={change.name} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="part">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** One sealed operation with its arguments: exactly this will run. */
export function SealedOperation({ effect }: { effect: Effect }) {
  const { t } = useTranslation('staff');
  const { amount, ...rest } = effect.arguments as { amount?: Money; items?: Item[] };
  return (
    <li>
      <strong>{t(`operation.${effect.operation}`, { defaultValue: effect.operation })}</strong>{' '}
      {amount && money(amount)}{' '}
      <span className="quiet">
        {effect.undo
          ? t('desk.undoneBy', {
              operation: t(`operation.${effect.undo}`, { defaultValue: effect.undo }),
            })
          : t('desk.cannotBeUndone')}
      </span>
      <dl className="arguments">
        {Object.entries(rest).map(([name, value]) => (
          <div key={name}>
            <dt>{t(`field.${name}`, { defaultValue: name })}</dt>
            <dd>
              <Plain value={value} field={name} />
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
