import { Button, Paper, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { date } from '../app/format';
import { Icon } from '../app/Icon';
import type { Request } from '../app/types';
import { Amount, Items } from './PlanCard';

/** The end: what was done, to print; whether it helped; and a person, if it did not. */
export function Closing({
  request,
  act,
  canAct,
}: {
  request: Request;
  act: (path: string, body?: unknown) => Promise<boolean>;
  canAct: boolean;
}) {
  const { t } = useTranslation();
  const done = (request.plan?.actions ?? []).filter((action) => action.state === 'Done');
  return (
    <>
      {done.length > 0 && (
        <Paper
          component="section"
          withBorder
          p="md"
          radius="md"
          aria-labelledby="receipt"
          className="card receipt"
        >
          <h2 id="receipt">{t('closing.receipt')}</h2>
          <p className="quiet">
            {t('closing.number', {
              id: request.id.slice(-8).toUpperCase(),
              date: date(request.updatedAt),
            })}
          </p>
          <ul className="steps">
            {done.map((action) => (
              <li key={action.ordinal} className="step done">
                <p className="sentence">{action.sentence}</p>
                {action.items && <Items items={action.items} />}
                <Amount action={action} />
                {action.creditNotes.length > 0 && (
                  <p className="quiet">
                    {t('closing.creditNote', { numbers: action.creditNotes.join(', ') })}
                  </p>
                )}
              </li>
            ))}
          </ul>
          <div className="noPrint">
            <Button
              variant="default"
              size="sm"
              leftSection={<Icon name="print" size={16} />}
              onClick={() => window.print()}
            >
              {t('closing.print')}
            </Button>
          </div>
        </Paper>
      )}
      {canAct && <Feedback request={request} act={act} />}
    </>
  );
}

function Feedback({
  request,
  act,
}: {
  request: Request;
  act: (path: string, body?: unknown) => Promise<boolean>;
}) {
  const { t } = useTranslation();
  const [solved, setSolved] = useState<boolean>();
  const [score, setScore] = useState(0);
  const [comment, setComment] = useState('');
  if (request.feedback) return <p role="status">{t('feedback.thanks')}</p>;
  return (
    <section className="panel noPrint" aria-labelledby="feedback">
      <h2 id="feedback">{t('feedback.title')}</h2>
      <div className="choices" role="group" aria-labelledby="feedback">
        <Button
          variant={solved === true ? 'filled' : 'default'}
          aria-pressed={solved === true}
          size="md"
          leftSection={<Icon name="check" />}
          onClick={() => setSolved(true)}
        >
          {t('feedback.yes')}
        </Button>
        <Button
          variant={solved === false ? 'filled' : 'default'}
          aria-pressed={solved === false}
          size="md"
          leftSection={<Icon name="cross" />}
          onClick={() => setSolved(false)}
        >
          {t('feedback.no')}
        </Button>
      </div>
      {solved !== undefined && (
        <div className="stack">
          <fieldset className="scores">
            <legend>{t('feedback.score')}</legend>
            {[1, 2, 3, 4, 5].map((value) => (
              <label key={value}>
                <input
                  type="radio"
                  name="score"
                  value={value}
                  checked={score === value}
                  onChange={() => setScore(value)}
                />{' '}
                {value}
              </label>
            ))}
          </fieldset>
          <Textarea
            label={t('feedback.comment')}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
            autosize
            minRows={2}
            maxLength={4000}
            size="md"
          />
          <div className="choices">
            <Button
              size="md"
              disabled={score === 0}
              onClick={() => void act('feedback', { solved, score, comment: comment.trim() || undefined })}
            >
              {t('feedback.send')}
            </Button>
            {!solved && (
              <Button
                size="md"
                variant="default"
                leftSection={<Icon name="person" />}
                onClick={() => void act('objection', { text: comment.trim() || undefined })}
              >
                {t('feedback.person')}
              </Button>
            )}
          </div>
        </div>
      )}
    </section>
  );
}
