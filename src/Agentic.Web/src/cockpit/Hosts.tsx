import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, get, post } from '../app/api';
import { ago, duration, number } from '../app/format';
import { Icon } from '../app/Icon';
import { saidToStaff } from '../app/problems';
import { useSession } from '../app/session';
import type { Backlog as Queue, Host, Unreadable as Message } from '../app/types';

export function useIsOps() {
  const { data: who } = useSession();
  return who?.roles.some((role) => ['ops', 'admin'].includes(role)) ?? false;
}

/** Who serves the store; ops take one out of service before they stop it. */
export function Hosts({ hosts }: { hosts: Host[] }) {
  const { t } = useTranslation('staff');
  const isOps = useIsOps();
  return (
    <div className="wide">
      <table className="plainTable hosts">
        <thead>
          <tr>
            <th>{t('hosts.name')}</th>
            <th>{t('hosts.version')}</th>
            <th>{t('hosts.roles')}</th>
            <th>{t('hosts.seen')}</th>
            <th>{t('hosts.load')}</th>
            <th>{t('cockpit.state')}</th>
            {isOps && <th>{t('hosts.service')}</th>}
          </tr>
        </thead>
        <tbody>
          {hosts.map((host) => (
            <One key={host.id} host={host} isLast={isLastAtWork(host, hosts)} mayDrain={isOps} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const isAtWork = (host: Host) => !host.silent && !host.drainedBy && host.roles.includes('worker');

/** Without it nothing would be planned or carried out any more. */
export const isLastAtWork = (host: Host, hosts: Host[]) =>
  isAtWork(host) && hosts.filter(isAtWork).length === 1;

function One({ host, isLast, mayDrain }: { host: Host; isLast: boolean; mayDrain: boolean }) {
  const { t } = useTranslation('staff');
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const set = async (draining: boolean) => {
    setBusy(true);
    setProblem(undefined);
    try {
      await post(`/api/hosts/${host.id}/draining`, { draining });
      setAsking(false);
      await queries.invalidateQueries({ queryKey: ['staff', 'cockpit'] });
    } catch (failed) {
      setProblem(saidToStaff(failed));
    } finally {
      setBusy(false);
    }
  };
  return (
    <tr>
      <th scope="row">
        {host.name}
        <span className="quiet">{t('hosts.since', { since: ago(host.since) })}</span>
      </th>
      <td>{host.version}</td>
      <td>{t(`cockpit.roles.${host.roles.replace(' ', '-')}`, { defaultValue: host.roles })}</td>
      <td>{ago(host.seenAt)}</td>
      <td className="num">
        {number(host.load)}
        {host.consumeFailures > 0 && (
          <span className="quiet">{t('cockpit.failedMessages', { count: host.consumeFailures })}</span>
        )}
      </td>
      <td>
        <State host={host} />
      </td>
      {mayDrain && (
        <td>
          {host.silent ? null : host.drainedBy ? (
            <Button size="xs" variant="default" loading={busy} onClick={() => void set(false)}>
              {t('hosts.resume')}
            </Button>
          ) : asking ? (
            <div className="stack">
              <p>{t(isLast ? 'hosts.drainLast' : 'hosts.drainText')}</p>
              <div className="buttons">
                <Button size="xs" color="red" loading={busy} onClick={() => void set(true)}>
                  {t('hosts.drain')}
                </Button>
                <Button size="xs" variant="default" onClick={() => setAsking(false)}>
                  {t('cancel')}
                </Button>
              </div>
            </div>
          ) : (
            <Button size="xs" variant="default" onClick={() => setAsking(true)}>
              {t('hosts.drain')}
            </Button>
          )}
          {problem && <p role="alert">{problem}</p>}
        </td>
      )}
    </tr>
  );
}

function State({ host }: { host: Host }) {
  const { t } = useTranslation('staff');
  if (host.silent) {
    return (
      <>
        <Icon name="alert" size={16} /> {t('hosts.silent')}
      </>
    );
  }
  if (!host.drainedBy) return <>{t('hosts.works')}</>;
  return (
    <>
      {t(host.mayStop ? 'hosts.mayStop' : 'hosts.draining')}
      <span className="quiet">
        {t('hosts.drainedBy', { by: host.drainedBy, since: ago(host.drainedSince!) })}
      </span>
    </>
  );
}

/** What is due and not done, and how late. */
export function Backlog({ queues }: { queues: Queue[] }) {
  const { t } = useTranslation('staff');
  if (queues.length === 0) return <p className="quiet">{t('hosts.noBacklog')}</p>;
  return (
    <ul>
      {queues.map((queue) => (
        <li key={queue.queue}>
          {t('hosts.backlog', {
            queue: t(`hosts.queue.${queue.queue}`, { defaultValue: queue.queue }),
            due: number(queue.due),
            lag: duration(queue.lagSeconds),
          })}
        </li>
      ))}
    </ul>
  );
}

/** Messages that no host can read: shown to ops, who drop them when they have looked. */
export function Unreadable() {
  const { t } = useTranslation('staff');
  const queries = useQueryClient();
  const [problem, setProblem] = useState<string>();
  const { data } = useQuery({
    queryKey: ['staff', 'unreadable'],
    queryFn: () => get<Message[]>('/api/bus/unreadable'),
    refetchInterval: 60_000,
  });
  if (!data?.length) return null;
  const drop = async () => {
    try {
      await call('DELETE', '/api/bus/unreadable');
    } catch (failed) {
      setProblem(saidToStaff(failed));
    }
    await queries.invalidateQueries({ queryKey: ['staff', 'unreadable'] });
  };
  return (
    <details className="panel">
      <summary>
        <Icon name="alert" size={16} /> {t('hosts.unreadable', { count: data.length })}
      </summary>
      <p>{t('hosts.unreadableText')}</p>
      <ul>
        {data.map((message, index) => (
          <li key={index}>
            {message.queue}
            <pre>{message.text}</pre>
          </li>
        ))}
      </ul>
      <Button size="sm" color="red" onClick={() => void drop()}>
        {t('hosts.drop')}
      </Button>
      {problem && <p role="alert">{problem}</p>}
    </details>
  );
}
