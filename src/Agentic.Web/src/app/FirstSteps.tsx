import './deskTexts';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from './api';
import { Icon } from './Icon';

interface Steps {
  steps: { id: string; done: boolean }[];
  processId: number;
  shopUrl: string;
}
const key = 'agentic-first-steps';

const wasClosed = () => {
  try {
    return localStorage.getItem(key) === 'closed';
  } catch {
    return false;
  }
};

/** Development only: what to try first. The journal ticks it off, not a click here. */
export default function FirstSteps() {
  const { t } = useTranslation('staff');
  const [closed, setClosed] = useState(wasClosed);
  const { data } = useQuery({
    queryKey: ['first-steps'],
    queryFn: () => get<Steps>('/api/demo/steps'),
    refetchInterval: closed ? false : 3000,
    enabled: !closed,
  });
  if (closed || !data) return null;
  const next = data.steps.find((step) => !step.done)?.id;
  const commands: Record<string, string> = {
    void: [
      `curl -X PATCH ${data.shopUrl}/admin/orders/10064`,
      `-H 'content-type: application/json' -d '{"lines":[{"line":1,"unitPrice":300.00}]}'`,
    ].join(' '),
    restart: `kill -9 ${data.processId}`,
  };
  const close = () => {
    setClosed(true);
    try {
      localStorage.setItem(key, 'closed');
    } catch {
      // Then it is closed as long as the page.
    }
  };
  return (
    <details className="firstSteps noPrint" open={next !== undefined}>
      <summary>
        {t('firstSteps.title', {
          done: data.steps.filter((step) => step.done).length,
          all: data.steps.length,
        })}
      </summary>
      <ol>
        {data.steps.map((step) => (
          <li key={step.id} aria-current={step.id === next ? 'step' : undefined}>
            {step.done ? (
              <span className="ticked">
                <Icon name="check" size={16} /> {t('firstSteps.done')}{' '}
              </span>
            ) : null}
            {t(`firstSteps.${step.id}`)}
            {step.id === next && commands[step.id] && <code>{commands[step.id]}</code>}
          </li>
        ))}
      </ol>
      <Button size="compact-sm" variant="default" onClick={close}>
        {t('firstSteps.close')}
      </Button>
    </details>
  );
}
