import { useTranslation } from 'react-i18next';
import { when } from '../app/format';
import type { Line, Request } from '../app/types';

/** Told by the process, as opposed to asked or said. */
const isMilestone = (line: Line) =>
  line.from === 'agentic' && !!line.kind && !['question', 'plan.intro'].includes(line.kind);

/** What has happened, newest last. */
export function Timeline({ request }: { request: Request }) {
  const { t } = useTranslation();
  const lines = request.conversation.filter(isMilestone);
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{t('timeline.title')}</h2>
      <ol className="timeline">
        {lines.map((line, index) => (
          <li key={index}>
            <time dateTime={line.at}>{when(line.at)}</time>
            <p lang={request.locale.slice(0, 2)}>{line.text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Who said what. The first words are shown above already. */
export function Conversation({ request }: { request: Request }) {
  const { t } = useTranslation();
  const lines = request.conversation.filter(
    (line, index) => index > 0 && !isMilestone(line) && line.kind !== 'plan.intro',
  );
  if (lines.length === 0) return null;
  return (
    <section aria-labelledby="conversation">
      <h2 id="conversation">{t('conversation.title')}</h2>
      <ol className="talk">
        {lines.map((line, index) => (
          <li key={index} className={line.from}>
            <p className="who">
              {t(
                line.from === 'agentic'
                  ? line.byModel
                    ? 'conversation.model'
                    : 'conversation.automaton'
                  : `conversation.${line.from}`,
              )}{' '}
              · <time dateTime={line.at}>{when(line.at)}</time>
            </p>
            <p lang={request.locale.slice(0, 2)}>{line.text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
