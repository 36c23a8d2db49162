import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import { get } from '../app/api';
import { Loading } from '../app/Loading';
import { useActionName } from '../app/packs';
import type { Page, Run } from '../app/types';

const states = [
  'Stuck',
  'Unclear',
  'AwaitingApproval',
  'Executing',
  'Done',
  'Failed',
  'Undone',
  'Skipped',
  'Withdrawn',
];

/** Every filter is in the address, so that Back and a colleague see the same. */
export function Runs() {
  const { t } = useTranslation('staff');
  const actionName = useActionName();
  const [search, setSearch] = useSearchParams();
  const state = search.get('state') ?? '';
  const workflow = search.get('workflow') ?? '';
  const { data, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['staff', 'runs', state, workflow],
    initialPageParam: '',
    getNextPageParam: (page: Page<Run>) => page.next,
    queryFn: ({ pageParam }) =>
      get<Page<Run>>(
        `/api/runs?${new URLSearchParams({
          ...(state && { state }),
          ...(workflow && { workflow }),
          ...(pageParam && { after: pageParam }),
        })}`,
      ),
  });
  const runs = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="runs">
      <h1 id="runs">
        {t('cockpit.runs')}
        {workflow && `: ${actionName(workflow)}`}
      </h1>
      <NativeSelect
        label={t('cockpit.state')}
        value={state}
        onChange={(event) =>
          setSearch({
            ...(event.currentTarget.value && { state: event.currentTarget.value }),
            ...(workflow && { workflow }),
          })
        }
        data={[
          { value: '', label: t('cockpit.anyState') },
          ...states.map((one) => ({ value: one, label: t(`actionState.${one}`) })),
        ]}
      />
      <table className="plainTable">
        <thead>
          <tr>
            <th>{t('cockpit.action')}</th>
            <th>{t('cockpit.state')}</th>
            <th>{t('cockpit.reason')}</th>
            <th>{t('cockpit.run')}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <th scope="row">
                <Link href={`/cockpit/runs/${run.id}`}>{actionName(run.action)}</Link>
              </th>
              <td>{t(`actionState.${run.state}`)}</td>
              <td>{run.stuck?.reason ?? (run.state === 'Done' ? '' : run.endedBecause)}</td>
              <td className="quiet">{run.id.slice(-12)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {!data && <Loading />}
      {hasNextPage && (
        <Button variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>
          {t('cockpit.more')}
        </Button>
      )}
    </section>
  );
}
