import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { get } from '../app/api';
import { number, percent } from '../app/format';
import { useActionName } from '../app/packs';
import { Loading } from '../app/Loading';
import { Icon } from '../app/Icon';
import { useSession } from '../app/session';
import type { Workflow, WorkflowStatistics } from '../app/types';

/** How it is for customers, and what it costs people here: what decides how much a process may do on its own. */
export function Experience() {
  const { t } = useTranslation('staff');
  const actionName = useActionName();
  const { data: who } = useSession();
  const may = who?.roles.some((role) => ['ops', 'cx', 'admin'].includes(role)) ?? false;
  const { data: workflows } = useQuery({
    queryKey: ['staff', 'workflows'],
    queryFn: () => get<Workflow[]>('/api/workflows'),
    enabled: may,
  });
  const answers = useQueries({
    queries: (workflows ?? []).map((workflow) => ({
      queryKey: ['staff', 'statistics', workflow.id],
      queryFn: () => get<WorkflowStatistics>(`/api/workflows/${workflow.id}/statistics`),
    })),
  });
  const rows = answers.map((answer) => answer.data).filter((data) => data !== undefined);
  const part = (value: number | undefined) => (value === undefined ? '–' : percent(value));
  const columns = [
    'runs',
    'perDay',
    'automatic',
    'wrong',
    'solved',
    'score',
    'clarifications',
    'humanMinutes',
    'edits',
    'undos',
    'repeatContacts',
    'systems',
    'teams',
  ] as const;
  const name = (id: string) => actionName(id);
  const comments = rows.flatMap((row) =>
    row.feedback.comments.map((comment) => ({ ...comment, workflow: row.workflow })),
  );
  return (
    <section aria-labelledby="experience">
      <h1 id="experience">{t('cockpit.experience')}</h1>
      {!may ? (
        <p className="quiet">{t('experience.notYours')}</p>
      ) : !workflows || answers.some((answer) => answer.isLoading) ? (
        <Loading />
      ) : (
        <>
          <p className="quiet">{t('experience.text')}</p>
          <div className="wide" tabIndex={0} role="region" aria-label={t('cockpit.experience')}>
            <table className="plainTable">
              <thead>
                <tr>
                  <th>{t('cockpit.workflow')}</th>
                  {columns.map((column) => (
                    <th key={column} title={t(`experience.${column}Text`)}>
                      {t(`experience.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.workflow}>
                    <th scope="row">
                      <Link href={`/cockpit/runs?workflow=${row.workflow}`}>{name(row.workflow)}</Link>
                    </th>
                    <td className="num">{number(row.runs)}</td>
                    <td className="num">{number(row.perDay)}</td>
                    <td className="num">{row.runs === 0 ? '–' : percent(row.automatic)}</td>
                    <td className="num">{part(row.wrong)}</td>
                    <td className="num">{part(row.feedback.solved)}</td>
                    <td className="num">
                      {row.feedback.score === undefined ? '–' : number(row.feedback.score)}
                    </td>
                    <td className="num">{number(row.clarifications)}</td>
                    <td className="num">{number(row.humanMinutes)}</td>
                    <td className="num">{number(row.edits)}</td>
                    <td className="num">{number(row.undos)}</td>
                    <td className="num">{number(row.repeatContacts)}</td>
                    <td>{row.systems.join(', ') || '–'}</td>
                    <td>
                      {row.teams.map((team) => t(`topic.${team}`, { defaultValue: team })).join(', ') || '–'}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <h2>{t('experience.comments')}</h2>
          {comments.length === 0 ? (
            <p className="quiet">{t('experience.noComments')}</p>
          ) : (
            <ul className="comments">
              {comments.map((comment) => (
                <li key={comment.requestId + comment.workflow}>
                  <blockquote lang={comment.locale.slice(0, 2)} className="wish">
                    {comment.comment}
                  </blockquote>
                  <p className="quiet">
                    <Icon name={comment.solved ? 'check' : 'alert'} size={16} />{' '}
                    {t(comment.solved ? 'experience.isSolved' : 'experience.isOpen')},{' '}
                    {t('experience.of5', { score: comment.score })} · {name(comment.workflow)} ·{' '}
                    <Link href={`/r/${comment.requestId}`}>{comment.requestId.slice(-8)}</Link>
                  </p>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </section>
  );
}
