import '@xyflow/react/dist/base.css';
import { Background, ReactFlow, type Edge, type Node } from '@xyflow/react';
import { useQuery } from '@tanstack/react-query';
import ELK from 'elkjs/lib/elk.bundled.js';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'wouter';
import { get, Problem } from '../app/api';
import { ago, number } from '../app/format';
import { useActionName } from '../app/packs';
import { Loading } from '../app/Loading';
import { Icon } from '../app/Icon';
import type { ProcessMap } from '../app/types';

const elk = new ELK();
const size = { width: 190, height: 52 };

/** The workflow as it is written, with the runs at each step as heat and number; the table says the same. */
export default function Process({ id, version }: { id: string; version: string }) {
  const { t } = useTranslation('staff');
  const actionName = useActionName();
  const { data: map, error } = useQuery({
    queryKey: ['staff', 'process', id, version],
    queryFn: () => get<ProcessMap>(`/api/workflows/${encodeURIComponent(id)}/${encodeURIComponent(version)}`),
    retry: (count, failed) => !(failed instanceof Problem) && count < 2,
  });
  const [places, setPlaces] = useState<Record<string, { x: number; y: number }>>();
  const [search, setSearch] = useSearchParams();
  const chosen = search.get('step');
  const shape = map?.hash;
  useEffect(() => {
    if (!map) return;
    let over = false;
    void elk
      .layout({
        id: 'map',
        layoutOptions: {
          'elk.algorithm': 'layered',
          'elk.direction': 'DOWN',
          'elk.spacing.nodeNode': '40',
          'elk.layered.spacing.nodeNodeBetweenLayers': '34',
        },
        children: map.steps.map((step) => ({ id: step.id, ...size })),
        edges: map.connections.map((connection, index) => ({
          id: `${index}`,
          sources: [connection.source],
          targets: [connection.target],
        })),
      })
      .then(
        (drawn) =>
          !over &&
          setPlaces(
            Object.fromEntries(
              (drawn.children ?? []).map((node) => [node.id, { x: node.x ?? 0, y: node.y ?? 0 }]),
            ),
          ),
      );
    return () => {
      over = true;
    };
    // The layout follows the definition, not the counts.
  }, [shape]);
  if (error && !map) return <p className="pad">{t('notThere')}</p>;
  if (!map) return <Loading pad />;
  const here = map.steps
    .filter((step) => !chosen || step.id === chosen)
    .flatMap((step) => step.runs)
    .sort((left, right) => left.since.localeCompare(right.since));
  const most = Math.max(1, ...map.steps.map((step) => step.here));
  const nodes: Node[] = places
    ? map.steps.map((step) => ({
        id: step.id,
        position: places[step.id] ?? { x: 0, y: 0 },
        draggable: false,
        connectable: false,
        width: size.width,
        height: size.height,
        data: {
          label: (
            <>
              <strong>{step.id}</strong>
              <span>
                {step.type.replace('Agentic.', '').replace('Elsa.', '')}
                {step.here > 0 && ` · ${step.here}`}
                {step.stuck > 0 && ` (${t('cockpit.failures')}: ${step.stuck})`}
              </span>
            </>
          ),
        },
        className: [
          'mapStep',
          `heat${step.here === 0 ? 0 : 1 + Math.round((2 * step.here) / most)}`,
          step.stuck > 0 ? 'isStuck' : '',
          step.id === chosen ? 'isChosen' : '',
        ].join(' '),
      }))
    : [];
  const edges: Edge[] = map.connections.map((connection, index) => ({
    id: `${index}`,
    source: connection.source,
    target: connection.target,
    label: ['Done', 'Next'].includes(connection.port) ? undefined : connection.port,
    focusable: false,
  }));
  return (
    <section aria-labelledby="process">
      <h1 id="process">{actionName(map.id)}</h1>
      <p className="quiet">
        {t('cockpit.steps', { name: map.id, version: map.version })} ·{' '}
        <Link href={`/cockpit/runs?workflow=${map.id}`}>{t('cockpit.show')}</Link>
      </p>
      <div className="mapAndTable">
        <div className="map" aria-hidden="true">
          {places && (
            <ReactFlow
              nodes={nodes}
              edges={edges}
              fitView
              minZoom={0.3}
              nodesFocusable={false}
              edgesFocusable={false}
              elementsSelectable={false}
              zoomOnScroll={false}
              preventScrolling={false}
              proOptions={{ hideAttribution: true }}
              onNodeClick={(_, node) => setSearch({ step: node.id })}
            >
              <Background />
            </ReactFlow>
          )}
        </div>
        <div>
          <table className="plainTable">
            <thead>
              <tr>
                <th>{t('cockpit.step')}</th>
                <th>{t('cockpit.reached')}</th>
                <th>{t('cockpit.failures')}</th>
              </tr>
            </thead>
            <tbody>
              {map.steps.map((step) => (
                <tr key={step.id} className={step.id === chosen ? 'isChosen' : undefined}>
                  <th scope="row">
                    <Link
                      href={`/cockpit/processes/${map.id}/${map.version}?step=${encodeURIComponent(step.id)}`}
                      aria-current={step.id === chosen ? 'true' : undefined}
                    >
                      {step.id}
                    </Link>{' '}
                    <span className="quiet">{step.type.replace(/^(Agentic|Elsa)\./, '')}</span>
                  </th>
                  <td className="num">
                    {number(step.here)}
                    {step.since && <span className="quiet"> ({ago(step.since)})</span>}
                  </td>
                  <td className="num">{number(step.stuck)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <h2 className="runsHere">{t(chosen ? 'cockpit.runsAt' : 'cockpit.runsHere', { step: chosen })}</h2>
          {here.length === 0 ? (
            <p className="quiet">{t('cockpit.noRuns')}</p>
          ) : (
            <ul className="runList">
              {here.map((run) => (
                <li key={run.id}>
                  <Link href={`/cockpit/runs/${run.id}`}>
                    {run.stuck && <Icon name="alert" size={16} />} {run.sentence}
                  </Link>{' '}
                  <span className="quiet">{ago(run.since)}</span>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </section>
  );
}
