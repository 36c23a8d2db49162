import { useTranslation } from 'react-i18next';
import { Loading } from '../app/Loading';
import { time, when } from '../app/format';
import type { Approval, Request } from '../app/types';
import { Plain } from './Plain';

/** Everything that the decision rests on, with where it came from and when it was read. */
export function Evidence({ approval, request }: { approval: Approval; request?: Request }) {
  const { t } = useTranslation('staff');
  // Numbers and ids, the longest first, so that none is marked inside another.
  const named = Object.values(approval.arguments)
    .filter((value) => typeof value === 'string')
    .map((value) => value.replace('#', ''))
    .filter((value) => value.length > 2 && /\d/.test(value))
    .sort((one, other) => other.length - one.length);
  return (
    <aside className="evidence" aria-label={t('evidence.title')} tabIndex={0}>
      <h2>{t('evidence.words')}</h2>
      {request ? (
        request.conversation
          .filter((line) => line.from === 'customer')
          .map((line, index) => (
            <blockquote key={index} lang={request.locale.slice(0, 2)} className="wish">
              <Marked text={line.text} marks={named} />
            </blockquote>
          ))
      ) : (
        <Loading />
      )}
      {request && (
        <p className="quiet">
          {t('evidence.customer', {
            customer: approval.customerName
              ? `${approval.customerName} (${request.customerId})`
              : request.customerId,
          })}
        </p>
      )}
      {approval.earlier && approval.earlier.length > 0 && (
        <>
          <h2>{t('evidence.earlier')}</h2>
          <ul className="runList">
            {approval.earlier.map((one) => (
              <li key={one.requestId + one.sentence}>
                <a href={`/r/${one.requestId}`}>{one.sentence}</a>{' '}
                <span className="quiet">
                  {t(`actionState.${one.state}`)}, {when(one.at)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h2>{t('evidence.title')}</h2>
      <table className="facts">
        <thead>
          <tr>
            <th>{t('evidence.fact')}</th>
            <th>{t('evidence.value')}</th>
          </tr>
        </thead>
        <tbody>
          {approval.evidence.map((one) => (
            <tr key={one.name}>
              <th scope="row">
                {t(`field.${one.name.split('.').at(-1)}`, { defaultValue: one.name })}
                <span className="quiet source">
                  {t(`source.${one.source}`, { defaultValue: one.source })}, {time(one.readAt)}
                </span>
              </th>
              <td>
                <Plain value={one.value} field={one.name.split('.').at(-1)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </aside>
  );
}

/** What an argument was taken from the words as, such as a number, is marked in them. */
function Marked({ text, marks }: { text: string; marks: string[] }) {
  const pattern = marks.map((mark) => mark.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  if (!pattern) return <>{text}</>;
  return (
    <>
      {text
        .split(new RegExp(`(?<![\\p{L}\\p{N}])(${pattern})(?![\\p{L}\\p{N}])`, 'iu'))
        .map((part, index) =>
          index % 2 ? <mark key={index}>{part}</mark> : <span key={index}>{part}</span>,
        )}
    </>
  );
}
