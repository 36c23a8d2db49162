import { Button, Textarea, Title } from '@mantine/core';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { post, Problem } from '../app/api';
import { useDraft } from '../app/draft';
import { local } from '../app/format';
import { Icon } from '../app/Icon';
import { language } from '../app/i18n';
import { saidOf } from '../app/problems';
import { isStaff, useAbout, useSession } from '../app/session';

interface Submitted {
  id: string;
  link: string;
}

/** Say it in your own words, or talk to a person: both equally easy. */
export function Start() {
  const { t } = useTranslation();
  const { data: about } = useAbout();
  const { data: who } = useSession();
  const [, go] = useLocation();
  const [text, setText] = useDraft();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState<'wish' | 'person'>();
  // The same words sent twice are one request, whatever happens to the connection in between.
  const key = useRef({ text: '', key: '' });
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    document.title = t('start.title');
  }, [t]);

  const send = async (wish: string, person: boolean) => {
    setBusy(person ? 'person' : 'wish');
    setProblem(undefined);
    if (key.current.text !== wish) key.current = { text: wish, key: crypto.randomUUID() };
    try {
      const { id, link } = await post<Submitted>(
        '/api/requests',
        { text: wish, locale: language() },
        { 'Idempotency-Key': key.current.key },
      );
      const secret = link.split('#')[1];
      if (secret) await post('/api/session/link', { secret });
      if (person) await post(`/api/requests/${id}/handoff`);
      setText('');
      go(`/r/${id}`);
    } catch (failed) {
      setProblem(
        failed instanceof Problem && failed.status === 401 ? t('start.signInFirst') : saidOf(failed),
      );
      setBusy(undefined);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) return void send(text.trim(), false);
    setProblem(t('start.empty'));
    field.current?.focus();
  };
  if (isStaff(who)) {
    return (
      <div className="letter">
        <Title order={1}>{t('start.staffTitle')}</Title>
        <p>{t('start.staffText')}</p>
        <p>
          <Link href="/desk">{t('app.desk')}</Link> · <Link href="/cockpit">{t('app.cockpit')}</Link>
        </p>
      </div>
    );
  }
  return (
    <div className="letter">
      <Title order={1}>{t('start.title')}</Title>
      <form onSubmit={submit} className="stack" noValidate>
        <Textarea
          ref={field}
          label={t('start.label')}
          value={text}
          minRows={4}
          autosize
          maxLength={4000}
          size="md"
          error={problem}
          errorProps={{ role: 'alert' }}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className="examples" role="group" aria-label={t('start.examples')}>
          <span className="quiet">{t('start.examples')}</span>
          {(about?.examples ?? []).slice(0, 3).map((example) => (
            <button
              key={example.en}
              type="button"
              onClick={() => {
                setText(local(example));
                field.current?.focus();
              }}
            >
              {local(example)}
            </button>
          ))}
        </div>
        <div className="choices">
          <Button type="submit" size="md" loading={busy === 'wish'} rightSection={<Icon name="send" />}>
            {t('start.submit')}
          </Button>
          <Button
            type="button"
            size="md"
            variant="default"
            loading={busy === 'person'}
            leftSection={<Icon name="person" />}
            onClick={() => void send(text.trim() || t('start.personText'), true)}
          >
            {t('start.person')}
          </Button>
        </div>
      </form>
      <p className="quiet">
        {t(about?.automaton === false ? 'start.disclosureModel' : 'start.disclosureAutomaton')}
      </p>
    </div>
  );
}
