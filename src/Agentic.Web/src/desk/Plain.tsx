import { useTranslation } from 'react-i18next';
import { local, money, when } from '../app/format';
import { wordFor } from '../app/words';
import type { Item, LocalText, Money } from '../app/types';

const isMoney = (value: object): value is Money =>
  'amount' in value && 'currency' in value && Object.keys(value).length === 2;
const isLocal = (value: object): value is LocalText =>
  'de' in value && 'en' in value && Object.keys(value).length === 2;

/**
 * A value in words: money as money, pieces by their names, nothing as a dash.
 * @param field what the value is called, where it has a name
 */
export function Plain({ value, field }: { value: unknown; field?: string }) {
  const { t } = useTranslation('staff');
  if (value === null || value === undefined || value === '') return <>–</>;
  if (typeof value === 'boolean') return <>{t(value ? 'yes' : 'no')}</>;
  if (typeof value === 'string')
    return <>{/^\d{4}-\d\d-\d\dT/.test(value) ? when(value) : wordFor(field, value)}</>;
  if (typeof value !== 'object') return <>{String(value)}</>;
  if (Array.isArray(value))
    return (
      <>
        {value.map((one, index) => (
          <span key={index}>
            {index > 0 && ', '}
            <Plain value={one} />
          </span>
        ))}
      </>
    );
  if (isMoney(value)) return <>{money(value)}</>;
  if (isLocal(value)) return <>{local(value)}</>;
  const item = value as Item & { number?: number; amount?: Money; methodId?: string };
  if (item.label)
    return (
      <>
        {(item.quantity ?? 1) > 1 && `${item.quantity} × `}
        {local(item.label)}
      </>
    );
  if (item.line !== undefined)
    return (
      <>
        {t('piece', { line: item.line })}
        {item.number !== undefined && ` (${item.number})`}
        {item.quantity !== undefined && ` × ${item.quantity}`}
      </>
    );
  return (
    <>
      {Object.entries(value).map(([name, inner], index) => (
        <span key={name}>
          {index > 0 && ', '}
          {t(`field.${name}`, { defaultValue: name })}: <Plain value={inner} field={name} />
        </span>
      ))}
    </>
  );
}
