import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { get, post, Problem } from '../app/api';
import { time, when } from '../app/format';
import { Icon } from '../app/Icon';
import { saidToStaff } from '../app/problems';
import { useSession } from '../app/session';
import type { HandOff, Request } from '../app/types';
import { Plain } from './Plain';
import { pathOf } from './schemaFaults';
import { Answers, GiveBack, Propose, Reply, Resolve } from './HandOffForms';

/** A request that a person has, or a sample to look at: everything known, and the same gates for what the person does. */
export function HandOffDetail({ id }: { id: string }) {
  const { t } = useTranslation('staff');
  const queries = useQueryClient();
  const { data: who } = useSession();
  const { data: handOff, error } = useQuery({
    queryKey: ['staff', 'handoff', id],
    queryFn: () => get<HandOff>(`/api/handoffs/${encodeURIComponent(id)}?include=context`),
    retry: (count, failed) => !(failed instanceof Problem) && count < 2,
  });
  const { data: request } = useQuery({
    queryKey: ['staff', 'request', handOff?.requestId],
    enabled: !!handOff,
    queryFn: () => get<Request>(`/api/requests/${handOff!.requestId}`),
  });
  const [problem, setProblem] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const loaded = !!handOff;
  useEffect(() => heading.current?.focus({ preventScroll: true }), [loaded]);
  if (error && !handOff)
    return (
      <div className="decision">
        <h1>{t('notThere')}</h1>
      </div>
    );
  if (!handOff)
    return (
      <div className="decision" role="status">
        <p className="quiet">{t('loading')}</p>
      </div>
    );
  const act = async (path: string, body: unknown = {}) => {
    setBusy(true);
    setProblem(undefined);
    try {
      // What an action answers has no context; that stays until it is read anew.
      const answer = await post<HandOff>(`/api/handoffs/${id}/${path}`, body);
      queries.setQueryData<HandOff>(['staff', 'handoff', id], (before) => ({
        ...answer,
        customerName: before?.customerName,
        facts: before?.facts,
      }));
      void queries.invalidateQueries({ queryKey: ['staff'] });
      return true;
    } catch (failed) {
      setProblem(failed as Error);
      return false;
    } finally {
      setBusy(false);
    }
  };
  const open = handOff.state !== 'closed';
  const sample = handOff.topic === 'sample';
  const mine = handOff.claimedBy === who?.user;
  return (
    <>
      <article className="decision" aria-labelledby="handoff" tabIndex={0}>
        <p className="backLink">
          <Link href={`/desk?queue=${sample ? 'samples' : 'handoffs'}`}>{t('desk.back')}</Link>
        </p>
        <h1 id="handoff" tabIndex={-1} ref={heading}>
          {t(`topic.${handOff.topic}`, { defaultValue: t('topic.other') })}
        </h1>
        {request && (
          <blockquote lang={request.locale.slice(0, 2)} className="wish">
            {request.text}
          </blockquote>
        )}
        <dl className="risk">
          <div>
            <dt>{t('desk.deadline')}</dt>
            <dd>{when(handOff.dueAt)}</dd>
          </div>
          <div>
            <dt>{t('handoff.whose')}</dt>
            <dd>{handOff.claimedName ?? t('handoff.nobody')}</dd>
          </div>
        </dl>
        <section className="part">
          <h2>{t('handoff.why')}</h2>
          <p>{handOff.reason}</p>
        </section>
        {!open && (
          <p className="banner" role="status">
            <Icon name="check" />{' '}
            {t('handoff.closed', {
              outcome: t(`outcome.${handOff.outcome}`, { defaultValue: handOff.outcome }),
            })}
          </p>
        )}
        {request?.plan && (
          <section className="part">
            <h2>{t('handoff.plan')}</h2>
            <ol>
              {request.plan.actions.map((action) => (
                <li key={action.ordinal} lang={request.locale.slice(0, 2)}>
                  {action.sentence} <span className="quiet">({t(`actionState.${action.state}`)})</span>
                </li>
              ))}
            </ol>
          </section>
        )}
        {handOff.events.length > 0 && <Reported events={handOff.events} />}
        {open && handOff.answers.length > 0 && <Answers answers={handOff.answers} user={who?.user} />}
        {problem && !(problem instanceof Problem && pathOf(problem.field)) && (
          <p className="banner bad" role="alert">
            <Icon name="alert" /> {saidToStaff(problem)}
          </p>
        )}
        {open && !mine && (
          <div className="buttons">
            {handOff.claimedBy ? (
              <Button
                size="md"
                variant="default"
                loading={busy}
                onClick={() => void act('claim', { from: handOff.claimedBy })}
              >
                {t('handoff.claimFrom', { name: handOff.claimedName })}
              </Button>
            ) : (
              <Button
                size="md"
                variant={handOff.takesTwo ? 'default' : 'filled'}
                loading={busy}
                onClick={() => void act('claim')}
              >
                {t('handoff.claim')}
              </Button>
            )}
          </div>
        )}
        {open && (mine || handOff.takesTwo) && !handOff.parks && (
          <Resolve handOff={handOff} user={who?.user} act={act} busy={busy} />
        )}
        {open && mine && !sample && (
          <>
            <Reply handOff={handOff} act={act} busy={busy} />
            {handOff.parks && (
              <Propose
                pack={handOff.pack}
                act={act}
                busy={busy}
                refused={problem instanceof Problem ? problem : undefined}
              />
            )}
            {handOff.parks && <Resolve handOff={handOff} user={who?.user} act={act} busy={busy} />}
            {handOff.parks && handOff.topic !== 'owed' && <GiveBack act={act} busy={busy} />}
          </>
        )}
      </article>
      <aside className="evidence" aria-label={t('handoff.conversation')} tabIndex={0}>
        {request && (
          <p className="quiet">
            {t('evidence.customer', {
              customer: handOff.customerName
                ? `${handOff.customerName} (${request.customerId})`
                : request.customerId,
            })}
          </p>
        )}
        {handOff.facts && handOff.facts.length > 0 && <Facts facts={handOff.facts} />}
        <h2>{t('handoff.conversation')}</h2>
        <ol className="talk">
          {request?.conversation.map((line, index) => (
            <li key={index} className={line.from}>
              <p className="who">
                {t(`from.${line.from}`)} · {when(line.at)}
              </p>
              <p lang={request.locale.slice(0, 2)}>{line.text}</p>
            </li>
          ))}
        </ol>
      </aside>
    </>
  );
}

/** What the outside systems say now, so that nobody has to look it up elsewhere before answering. */
function Facts({ facts }: { facts: NonNullable<HandOff['facts']> }) {
  const { t } = useTranslation('staff');
  return (
    <>
      <h2>{t('handoff.facts')}</h2>
      {facts.map((one) => (
        <table className="facts" key={one.about}>
          <caption>
            {t('handoff.factsAbout', { id: one.about.replace('#', ''), at: time(one.readAt) })}
          </caption>
          <tbody>
            {Object.entries(one.values).map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{t(`field.${name}`, { defaultValue: name })}</th>
                <td>
                  <Plain value={value} field={name} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </>
  );
}

/** All that outside systems have said, also what no step could use. */
function Reported({ events }: { events: HandOff['events'] }) {
  const { t } = useTranslation('staff');
  return (
    <section className="part">
      <h2>{t('handoff.events')}</h2>
      <ol>
        {events.map((event, index) => (
          <li key={index}>
            {when(event.at)}: {event.source}, {event.type} {event.key}{' '}
            <span className="quiet">
              (
              {t(
                event.usedBy === undefined || event.usedBy === null
                  ? 'handoff.eventUnused'
                  : 'handoff.eventUsed',
                { step: event.usedBy },
              )}
              )
            </span>
            {Object.keys(event.data).length > 0 && (
              <dl className="arguments">
                {Object.entries(event.data).map(([name, value]) => (
                  <div key={name}>
                    <dt>{t(`field.${name}`, { defaultValue: name })}</dt>
                    <dd>
                      <Plain value={value} field={name} />
                    </dd>
                  </div>
                ))}
              </dl>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
