import { Button, Textarea, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { get, post, Problem } from '../app/api';
import { useDraft } from '../app/draft';
import { time } from '../app/format';
import { Icon } from '../app/Icon';
import { useLive } from '../app/live';
import { saidOf } from '../app/problems';
import { useAbout, useSession } from '../app/session';
import type { Request } from '../app/types';
import { Closing } from './Closing';
import { Conversation, Timeline } from './Conversation';
import { PlanCard } from './PlanCard';
import { isOver, statusSentence } from './status';
import { Verify } from './Verify';
import { Withdraw } from './Withdraw';

/** One request, live. A signed link's secret is exchanged for a cookie and leaves the address at once. */
export function RequestPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data: who } = useSession();
  const [opened, setOpened] = useState(!location.hash);
  useEffect(() => {
    const secret = location.hash.slice(1);
    if (!secret) return;
    history.replaceState(history.state, '', location.pathname);
    post('/api/session/link', { secret })
      .catch(() => undefined)
      .finally(() => setOpened(true));
  }, []);
  const queries = useQueryClient();
  const key = ['request', id];
  const {
    data: request,
    error,
    refetch,
  } = useQuery({
    queryKey: key,
    enabled: opened,
    queryFn: () => get<Request>(`/api/requests/${encodeURIComponent(id)}`),
    retry: (count, failed) => !(failed instanceof Problem) && count < 3,
  });
  const show = (next: Request) =>
    queries.setQueryData<Request>(key, (known) =>
      known && known.id === next.id && known.version > next.version ? known : next,
    );
  const lost = useLive(request && !error ? `/api/requests/${id}/events` : undefined, (data) =>
    data ? show(JSON.parse(data) as Request) : void refetch(),
  );
  useEffect(() => {
    if (request) document.title = `${statusSentence(request, t)} · Agentic`;
  }, [request, t]);
  if (error instanceof Problem && (error.status === 401 || error.status === 404)) {
    return (
      <div className="letter">
        <Title order={1}>{t('request.closedTitle')}</Title>
        <p>{t('request.closedText')}</p>
        <p>
          <Link href={`/sign-in?to=/r/${id}`}>{t('app.signIn')}</Link> ·{' '}
          <Link href="/">{t('request.new')}</Link>
        </p>
      </div>
    );
  }
  // Space as tall as the first lines will be, so that nothing jumps.
  if (!request)
    return (
      <div className="letter waitingPage" role="status">
        {error ? t('connection.lost') : t('app.loading')}
      </div>
    );
  return (
    <Shown
      request={request}
      show={show}
      lost={lost}
      isCustomer={!who || who.customerId === request.customerId || request.customerId.startsWith('visitor:')}
    />
  );
}

function Shown({
  request,
  show,
  lost,
  isCustomer,
}: {
  request: Request;
  show: (next: Request) => void;
  lost?: Date;
  isCustomer: boolean;
}) {
  const { t } = useTranslation();
  const { data: who } = useSession();
  const { data: about } = useAbout();
  const [, go] = useLocation();
  const [problem, setProblem] = useState<string>();
  const [mustVerify, setMustVerify] = useState(false);
  const act = async (path: string, body?: unknown, headers?: Record<string, string>) => {
    setProblem(undefined);
    try {
      const next = await post<Request>(`/api/requests/${request.id}/${path}`, body ?? {}, headers);
      if (next.id === request.id) show(next);
      else go(`/r/${next.id}`);
      return true;
    } catch (failed) {
      if (failed instanceof Problem && failed.current) show(failed.current as Request);
      // A link opens this request; what goes further needs to know who asks.
      if (failed instanceof Problem && failed.status === 403 && !who) setMustVerify(true);
      else setProblem(saidOf(failed));
      return false;
    }
  };
  const isVisitor = request.customerId.startsWith('visitor:');
  const withPerson = request.state === 'HandedOff';
  const over = isOver(request);
  return (
    <div className="letter">
      {lost && (
        <p className="banner" role="status">
          <Icon name="alert" /> {t('connection.since', { time: time(lost) })}
        </p>
      )}
      <Title order={1} className="statusSentence" aria-live="polite">
        {statusSentence(request, t)}
      </Title>
      <blockquote lang={request.locale.slice(0, 2)} className="wish">
        {request.text}
      </blockquote>
      {request.linkedTo && (
        <p className="quiet">
          <Link href={`/r/${request.linkedTo}`}>{t('request.continues')}</Link>
        </p>
      )}
      {request.referred?.map((one) => (
        <p key={one.id} className="quiet">
          <Link href={one.link}>{t('request.referred')}</Link>
        </p>
      ))}
      {problem && (
        <p className="banner bad" role="alert">
          <Icon name="alert" /> {problem}
        </p>
      )}
      {isVisitor && !over && <Verify request={request} verified={() => act('verification')} />}
      {mustVerify && !isVisitor && !who && (
        <>
          <p className="banner" role="alert">
            <Icon name="person" /> {t('verify.needed')}
          </p>
          <Verify request={request} verified={() => Promise.resolve(true)} />
        </>
      )}
      {request.plan && <PlanCard request={request} act={act} canAct={isCustomer} />}
      {over && <Closing request={request} act={act} canAct={isCustomer} />}
      <Timeline request={request} />
      <Conversation request={request} />
      {isCustomer && <Write request={request} act={act} over={over} />}
      {isCustomer && <Withdraw request={request} act={act} />}
      <p className="quiet">
        {t(about?.automaton === false ? 'start.disclosureModel' : 'start.disclosureAutomaton')}
      </p>
      {isCustomer && !withPerson && !over && (
        <div className="footer">
          <Button
            size="md"
            variant="default"
            fullWidth
            leftSection={<Icon name="person" />}
            onClick={() => void act('handoff')}
          >
            {t('start.person')}
          </Button>
        </div>
      )}
    </div>
  );
}

type Act = (path: string, body?: unknown, headers?: Record<string, string>) => Promise<boolean>;

/** One box for words; where several questions are open, one for each, so that an answer belongs to its question. */
function Write({ request, act, over }: { request: Request; act: Act; over: boolean }) {
  const { t } = useTranslation();
  if (request.questions.length > 1)
    return request.questions.map((question) => (
      <Words
        key={question.id ?? ''}
        request={request}
        act={act}
        label={question.text}
        asked
        question={question.id}
      />
    ));
  const asked = request.questions.length === 1;
  const label = t(
    asked
      ? 'request.answer'
      : over
        ? 'request.writeAgain'
        : request.plan && !request.plan.confirmed
          ? 'request.correct'
          : 'request.write',
  );
  return (
    <Words request={request} act={act} label={label} asked={asked} question={request.questions[0]?.id} />
  );
}

function Words({
  request,
  act,
  label,
  asked,
  question,
}: {
  request: Request;
  act: Act;
  label: string;
  asked: boolean;
  question?: string;
}) {
  const { t } = useTranslation();
  const [text, setText] = useDraft(
    `-${request.id}${request.questions.length > 1 ? `-${question ?? ''}` : ''}`,
  );
  const [busy, setBusy] = useState(false);
  // One key for one set of words: sent again after a lost answer, they are heard once.
  const key = useRef<{ text: string; value: string }>(undefined);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const said = text.trim();
    if (!said) return;
    setBusy(true);
    if (key.current?.text !== said) key.current = { text: said, value: crypto.randomUUID() };
    if (
      await act(
        'messages',
        { text: said, planVersion: request.plan?.version, question },
        { 'Idempotency-Key': key.current.value },
      )
    ) {
      key.current = undefined;
      setText('');
    }
    setBusy(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="stack">
      <Textarea
        label={label}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        minRows={2}
        autosize
        maxLength={4000}
        size="md"
      />
      <div>
        <Button
          type="submit"
          variant={asked ? 'filled' : 'default'}
          size="md"
          loading={busy}
          disabled={!text.trim()}
          rightSection={<Icon name="send" />}
        >
          {t('request.send')}
        </Button>
      </div>
    </form>
  );
}
