import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../app/api';
import { when } from '../app/format';
import { Icon } from '../app/Icon';
import { Words } from '../app/Words';
import type { HandOff } from '../app/types';
import { useActionName, useSchemas } from '../app/packs';
import { SchemaForm } from './SchemaForm';

export type Act = (path: string, body?: unknown) => Promise<boolean>;

/** The draft is a proposal in a box of its own; nothing is sent before somebody has read it. */
export function Reply({ handOff, act, busy }: { handOff: HandOff; act: Act; busy: boolean }) {
  const { t } = useTranslation('staff');
  const [text, setText] = useState('');
  return (
    <section className="part">
      <h2>{t('handoff.reply')}</h2>
      {handOff.draft && (
        <div className="draft">
          <p className="who">{t(handOff.draft.byModel ? 'handoff.draftModel' : 'handoff.draftText')}</p>
          <p>{handOff.draft.text}</p>
          <Button size="compact-sm" variant="default" onClick={() => setText(handOff.draft!.text)}>
            {t('handoff.useDraft')}
          </Button>
        </div>
      )}
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void act('reply', { text: text.trim() }).then((sent) => sent && setText(''));
        }}
      >
        <Words label={t('handoff.replyLabel')} value={text} onChange={setText} rows={3} />
        <div className="buttons">
          <Button type="submit" size="md" loading={busy} disabled={!text.trim()}>
            {t('handoff.sendReply')}
          </Button>
        </div>
      </form>
    </section>
  );
}

export function Propose({
  pack,
  act,
  busy,
  refused,
}: {
  pack?: string;
  act: Act;
  busy: boolean;
  refused?: Problem;
}) {
  const { t } = useTranslation('staff');
  const schemas = useSchemas(pack);
  const actionName = useActionName();
  const [action, setAction] = useState('');
  const [value, setValue] = useState<Record<string, unknown>>({});
  return (
    <section className="part">
      <h2>{t('handoff.act')}</h2>
      <div className="stack">
        <NativeSelect
          label={t('handoff.action')}
          value={action}
          onChange={(event) => {
            setAction(event.currentTarget.value);
            setValue({});
          }}
          data={[
            { value: '', label: t('handoff.chooseAction') },
            ...Object.keys(schemas).map((name) => ({ value: name, label: actionName(name) })),
          ]}
        />
        {schemas[action] && (
          <SchemaForm
            key={action}
            schema={schemas[action]}
            value={value}
            onChange={setValue}
            onSubmit={() =>
              void act('action', { action, arguments: value }).then((sent) => sent && setAction(''))
            }
            refused={refused}
          >
            <p className="quiet">{t('handoff.actText')}</p>
            <div className="buttons">
              <Button type="submit" size="md" loading={busy}>
                {t('handoff.propose')}
              </Button>
            </div>
          </SchemaForm>
        )}
      </div>
    </section>
  );
}

/** What people have found out so far: an answer counts when two have given it. */
export function Answers({ answers, user }: { answers: HandOff['answers']; user?: string }) {
  const { t } = useTranslation('staff');
  return (
    <div className="banner" role="status">
      <Icon name="alert" />
      <div>
        {answers.map((answer) => (
          <p key={answer.by}>
            {t('handoff.answered', {
              name: answer.name,
              at: when(answer.at),
              outcome: t(`outcome.${answer.outcome}`, { defaultValue: answer.outcome }),
              note: answer.note,
            })}
          </p>
        ))}
        <p>{t(answers.some((answer) => answer.by !== user) ? 'handoff.needsYou' : 'handoff.needsAnother')}</p>
      </div>
    </div>
  );
}

export function Resolve({
  handOff,
  user,
  act,
  busy,
}: {
  handOff: HandOff;
  user?: string;
  act: Act;
  busy: boolean;
}) {
  const { t } = useTranslation('staff');
  const [note, setNote] = useState('');
  const said = handOff.answers.find((answer) => answer.by === user)?.outcome;
  // Said already, and nobody else has: saying it again would change nothing.
  const alone = (outcome: string) =>
    outcome === said && handOff.answers.every((answer) => answer.by === user || answer.outcome !== outcome);
  return (
    <section className="part">
      <h2>{t(said ? 'handoff.correct' : handOff.takesTwo ? 'handoff.find' : 'handoff.end')}</h2>
      {handOff.takesTwo && handOff.answers.length === 0 && <p className="quiet">{t('handoff.takesTwo')}</p>}
      <Words
        label={t(handOff.parks ? 'handoff.note' : 'handoff.noteInside')}
        value={note}
        onChange={setNote}
      />
      <div className="buttons">
        {handOff.outcomes
          .filter((outcome) => !alone(outcome))
          .map((outcome) => (
            <Button
              key={outcome}
              size="md"
              variant="default"
              loading={busy}
              disabled={!note.trim()}
              onClick={() =>
                void act('resolution', { outcome, note: note.trim() }).then((sent) => sent && setNote(''))
              }
            >
              {t(`outcome.${outcome}`, { defaultValue: outcome })}
            </Button>
          ))}
      </div>
    </section>
  );
}

export function GiveBack({ act, busy }: { act: Act; busy: boolean }) {
  const { t } = useTranslation('staff');
  const [note, setNote] = useState('');
  return (
    <section className="part">
      <h2>{t('handoff.giveBack')}</h2>
      <Words label={t('handoff.giveBackNote')} value={note} onChange={setNote} />
      <div className="buttons">
        <Button
          size="md"
          variant="default"
          loading={busy}
          disabled={!note.trim()}
          onClick={() => void act('return', { note: note.trim() })}
        >
          {t('handoff.giveBackNow')}
        </Button>
      </div>
    </section>
  );
}
