import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { money, time, when } from '../app/format';
import type { Approval, Money, Request } from '../app/types';
import { Plain } from './Plain';

const fact = (approval: Approval, name: string) => approval.evidence.find((one) => one.name === name)?.value;
const said = (request: Request) => request.conversation.filter((line) => line.from === 'customer').map((line) => line.text).join('\n');
const amounts = /(\d{1,3}(?:[.,]\d{3})*(?:[.,]\d{2})|\d+)\s*(?:€|euro?s?\b|eur\b)|(?:€)\s*(\d{1,3}(?:[.,]\d{3})*(?:[.,]\d{2})?)/gi;

/** Where what runs is not what the customer's own words say. */
export function deviations(approval: Approval, request: Request, t: TFunction): string[] {
  const words = said(request);
  const found: string[] = [];
  const order = approval.arguments.orderId;
  const named: string[] = words.match(/\b\d{5,8}\b/g) ?? [];
  if (typeof order === 'string' && named.length > 0 && !named.includes(order.replace('#', ''))) found.push(t('deviation.order', { order, words: named.join(', ') }));
  const kind = fact(approval, 'quote.methodKind');
  const chosen = approval.arguments.refundTo ?? approval.arguments.payWith;
  if (((typeof kind === 'string' && !['original', 'onFile'].includes(kind)) || typeof chosen === 'string') && !/paypal|karte|card|gutschein|voucher|geschenk|gift/i.test(words)) found.push(t('deviation.method'));
  const total = [...words.matchAll(amounts)].map((match) => Number((match[1] ?? match[2] ?? '').replace(/[.,](?=\d{3})/g, '').replace(',', '.')));
  if (approval.atRisk && total.length > 0 && !total.some((amount) => Math.abs(amount - Number(approval.atRisk!.amount)) < 0.005)) found.push(t('deviation.amount', { amount: money(approval.atRisk) }));
  const refundable = fact(approval, 'quote.refundable') as Money | undefined;
  if (refundable && approval.atRisk && Number(refundable.amount) < Number(approval.atRisk.amount)) found.push(t('deviation.refundable', { amount: money(refundable) }));
  if (approval.earlier?.some((one) => one.moved)) found.push(t('deviation.repeated'));
  return found;
}

/** Everything that the decision rests on, with where it came from and when it was read. */
export function Evidence({ approval, request }: { approval: Approval; request?: Request }) {
  const { t } = useTranslation('staff');
  const order = String(approval.arguments.orderId ?? '').replace('#', '');
  return (
    <aside className="evidence" aria-label={t('evidence.title')} tabIndex={0}>
      <h2>{t('evidence.words')}</h2>
      {request ? request.conversation.filter((line) => line.from === 'customer').map((line, index) => <blockquote key={index} lang={request.locale.slice(0, 2)} className="wish"><Marked text={line.text} mark={order} /></blockquote>) : <p className="quiet">{t('loading')}</p>}
      {request && <p className="quiet">{t('evidence.customer', { customer: approval.customerName ? `${approval.customerName} (${request.customerId})` : request.customerId })}</p>}
      {approval.earlier && approval.earlier.length > 0 && <><h2>{t('evidence.earlier')}</h2><ul className="runList">{approval.earlier.map((one) => <li key={one.requestId + one.sentence}><a href={`/r/${one.requestId}`}>{one.sentence}</a> <span className="quiet">{t(`actionState.${one.state}`)}, {when(one.at)}</span></li>)}</ul></>}
      <h2>{t('evidence.title')}</h2>
      <table className="facts">
        <thead><tr><th>{t('evidence.fact')}</th><th>{t('evidence.value')}</th></tr></thead>
        <tbody>
          {approval.evidence.map((one) => (
            <tr key={one.name}>
              <th scope="row">{t(`field.${one.name.split('.').at(-1)}`, { defaultValue: one.name })}<span className="quiet source">{t(`source.${one.source}`, { defaultValue: one.source })}, {time(one.readAt)}</span></th>
              <td><Plain value={one.value} field={one.name.split('.').at(-1)} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </aside>
  );
}

function Marked({ text, mark }: { text: string; mark: string }) {
  if (!mark) return <>{text}</>;
  return <>{text.split(mark).map((part, index) => <span key={index}>{index > 0 && <mark>{mark}</mark>}{part}</span>)}</>;
}
