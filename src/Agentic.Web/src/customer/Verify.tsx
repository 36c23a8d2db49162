import { Button, Paper, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { post, Problem } from '../app/api';
import { language } from '../app/i18n';
import { saidOf } from '../app/problems';
import { useSession, useSignIn } from '../app/session';
import type { Request } from '../app/types';

/** Order number and e-mail address, then the code that was sent there. A session that is there already is enough. */
export function Verify({ request, verified }: { request: Request; verified: () => Promise<boolean> }) {
  const { t } = useTranslation();
  const { data: who } = useSession();
  const session = useSignIn();
  const [orderId, setOrderId] = useState(() => /\b\d{5,8}\b/.exec(request.text)?.[0] ?? '');
  const [email, setEmail] = useState('');
  const [challenge, setChallenge] = useState<string>();
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<{ field: string; text: string }>();
  const [busy, setBusy] = useState(false);
  const attempt = async (what: () => Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await what();
    } catch (failed) {
      setProblem({
        field: (failed instanceof Problem && failed.field) || 'form',
        text:
          failed instanceof Problem && failed.field === 'code'
            ? t('verify.wrongCode')
            : failed instanceof Problem && failed.field === 'email'
              ? t('verify.wrongEmail')
              : saidOf(failed),
      });
    } finally {
      setBusy(false);
    }
  };
  const ask = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () =>
      setChallenge(
        (
          await post<{ id: string }>('/api/verification', {
            orderId: orderId.trim(),
            email: email.trim(),
            locale: language(),
          })
        ).id,
      ),
    );
  };
  const enter = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      await post('/api/verification/confirmation', {
        id: challenge,
        code: code.replace(/\s/g, ''),
        cookie: true,
      });
      if (await verified()) await session.verified();
    });
  };
  const at = (field: string) => (problem?.field === field ? problem.text : undefined);
  return (
    <Paper component="section" withBorder p="md" radius="md" aria-labelledby="verify" className="card">
      <h2 id="verify">{t('verify.title')}</h2>
      <p>{t('verify.text')}</p>
      {at('form') && (
        <p className="banner bad" role="alert">
          {at('form')}
        </p>
      )}
      {who?.customerId ? (
        <Button size="md" loading={busy} onClick={() => void attempt(async () => void (await verified()))}>
          {t('verify.mine', { name: who.name })}
        </Button>
      ) : challenge === undefined ? (
        <form onSubmit={ask} className="stack">
          <TextInput
            label={t('verify.order')}
            value={orderId}
            onChange={(event) => setOrderId(event.currentTarget.value)}
            size="md"
            inputMode="numeric"
            required
            error={at('orderId')}
          />
          <TextInput
            label={t('verify.email')}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            size="md"
            type="email"
            autoComplete="email"
            required
            error={at('email')}
          />
          <div className="choices">
            <Button type="submit" size="md" loading={busy}>
              {t('verify.sendCode')}
            </Button>
          </div>
          <p className="quiet">
            <Link href={`/sign-in?to=/r/${request.id}`}>{t('verify.signIn')}</Link>
          </p>
        </form>
      ) : (
        <form onSubmit={enter} className="stack">
          <p role="status">{t('verify.sent')}</p>
          <TextInput
            label={t('verify.code')}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            size="md"
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            autoFocus
            error={at('code')}
          />
          <div className="choices">
            <Button type="submit" size="md" loading={busy}>
              {t('verify.confirm')}
            </Button>
            <Button
              type="button"
              size="md"
              variant="default"
              onClick={() => {
                setChallenge(undefined);
                setCode('');
              }}
            >
              {t('verify.again')}
            </Button>
          </div>
        </form>
      )}
    </Paper>
  );
}
