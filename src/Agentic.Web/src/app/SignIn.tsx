import { Button, PasswordInput, TextInput, Title } from '@mantine/core';
import '@mantine/core/styles/PasswordInput.css';
import '@mantine/core/styles/ActionIcon.css';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearchParams } from 'wouter';
import { Problem } from './api';
import { useAbout, useSignIn } from './session';

export function SignIn() {
  const { t } = useTranslation();
  const { data: about } = useAbout();
  const { signIn } = useSignIn();
  const [, go] = useLocation();
  const [parameters] = useSearchParams();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string>();
  const wanted = parameters.get('to') ?? '/';
  // A path of this site only.
  const to = /^\/(?![/\\])/.test(wanted) ? wanted : '/';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await signIn(user, password);
      go(to);
    } catch (failed) {
      setProblem(failed instanceof Problem && failed.status === 401 ? t('signIn.wrong') : t('app.failed'));
    }
  };
  return (
    <div className="letter">
      <Title order={1}>{t('signIn.title')}</Title>
      {about?.openId && (
        <Button component="a" href={`/api/session/openid?returnTo=${encodeURIComponent(to)}`} size="md">
          {t('signIn.openId')}
        </Button>
      )}
      <form onSubmit={(event) => void submit(event)} className="stack">
        <TextInput
          label={t('signIn.user')}
          value={user}
          onChange={(event) => setUser(event.currentTarget.value)}
          autoComplete="username"
          required
          size="md"
          error={problem}
        />
        <PasswordInput
          label={t('signIn.password')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          required
          size="md"
        />
        <div>
          <Button type="submit" size="md" variant={about?.openId ? 'default' : 'filled'}>
            {t('signIn.submit')}
          </Button>
        </div>
      </form>
    </div>
  );
}
