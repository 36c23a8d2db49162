import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { get } from '../app/api';
import { Loading } from '../app/Loading';
import { useActionName } from '../app/packs';
import type { Workflow } from '../app/types';

/** Which processes run here; each leads to its map. */
export function Processes() {
  const { t } = useTranslation('staff');
  const actionName = useActionName();
  const { data } = useQuery({
    queryKey: ['staff', 'workflows'],
    queryFn: () => get<Workflow[]>('/api/workflows'),
  });
  return (
    <section aria-labelledby="processes">
      <h1 id="processes">{t('cockpit.processes')}</h1>
      {!data && <Loading />}
      <table className="plainTable">
        <thead>
          <tr>
            <th>{t('cockpit.workflow')}</th>
            <th>{t('cockpit.version')}</th>
            <th>{t('cockpit.owner')}</th>
          </tr>
        </thead>
        <tbody>
          {data?.map((workflow) => (
            <tr key={workflow.id}>
              <th scope="row">
                <Link href={`/cockpit/processes/${workflow.id}/${workflow.version}`}>
                  {actionName(workflow.id)}
                </Link>
              </th>
              <td className="num">{workflow.version}</td>
              <td>{workflow.owner}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
