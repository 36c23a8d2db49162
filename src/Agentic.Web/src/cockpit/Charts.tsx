import { useComputedColorScheme } from '@mantine/core';
import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { number, percent, weekday } from '../app/format';
import type { Weeks } from './history';
import type { Day } from '../app/types';

use([BarChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, CanvasRenderer]);

const figures = {
  received: (day: Day) => day.received,
  ended: (day: Day) => day.ended,
  unassisted: (day: Day) => (day.completed === 0 ? null : day.unassisted / day.completed),
} as const;
type Name = keyof typeof figures;

/** This week with the last one beside it, and the same numbers as a table. */
export default function Charts({ weeks }: { weeks: Weeks }) {
  const { t } = useTranslation('staff');
  return (
    <>
      <div className="charts">
        {(Object.keys(figures) as Name[]).map((name) => (
          <Chart key={name} name={name} weeks={weeks} />
        ))}
      </div>
      <details>
        <summary>{t('history.table')}</summary>
        <div className="wide" tabIndex={0} role="region" aria-label={t('history.table')}>
          <table className="plainTable">
            <thead>
              <tr>
                <th>{t('history.day')}</th>
                {(
                  [
                    'received',
                    'ended',
                    'completed',
                    'partlyCompleted',
                    'declined',
                    'withdrawn',
                    'failed',
                    'unassisted',
                    'judged',
                    'wrong',
                  ] as const
                ).map((name) => (
                  <th key={name}>{t(`history.${name}`)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...weeks.before, ...weeks.now].map((day) => (
                <tr key={day.day}>
                  <th scope="row">{weekday(day.day)}</th>
                  {[
                    day.received,
                    day.ended,
                    day.completed,
                    day.partlyCompleted,
                    day.declined,
                    day.withdrawn,
                    day.failed,
                    day.unassisted,
                    day.judged,
                    day.wrong,
                  ].map((value, index) => (
                    <td key={index} className="num">
                      {number(value)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

function Chart({ name, weeks }: { name: Name; weeks: Weeks }) {
  const { t, i18n } = useTranslation('staff');
  const scheme = useComputedColorScheme('light');
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    const [ink, line, accent, quiet, before] = ['--ink', '--line', '--accent', '--quiet', '--before'].map(
      (colour) => style.getPropertyValue(colour).trim(),
    );
    const show = (value: unknown) =>
      typeof value !== 'number' ? '–' : name === 'unassisted' ? percent(value) : number(value);
    const chart = init(frame.current!);
    const bars = (week: Day[]) => week.map((day) => figures[name](day) ?? '-');
    chart.setOption({
      animation: false,
      aria: { enabled: false },
      grid: { left: 44, right: 8, top: 30, bottom: 24 },
      legend: { top: 0, right: 0, itemWidth: 12, itemHeight: 8, textStyle: { color: ink } },
      tooltip: { trigger: 'axis', renderMode: 'richText', valueFormatter: show },
      xAxis: {
        type: 'category',
        data: weeks.now.map((day) => weekday(day.day)),
        axisLabel: { color: quiet },
        axisLine: { lineStyle: { color: line } },
        axisTick: { show: false },
      },
      yAxis: {
        type: 'value',
        minInterval: name === 'unassisted' ? undefined : 1,
        max: name === 'unassisted' ? 1 : undefined,
        axisLabel: { color: quiet, formatter: show },
        splitLine: { lineStyle: { color: line } },
      },
      series: [
        {
          type: 'bar',
          name: t('history.lastWeek'),
          data: bars(weeks.before),
          itemStyle: { color: before },
          barGap: 0,
        },
        {
          type: 'bar',
          name: t('history.thisWeek'),
          data: bars(weeks.now),
          itemStyle: { color: accent },
        },
      ],
    });
    const resized = new ResizeObserver(() => chart.resize());
    resized.observe(frame.current!);
    return () => {
      resized.disconnect();
      chart.dispose();
    };
  }, [name, weeks, scheme, t, i18n.language]);
  return (
    <figure>
      <figcaption>{t(`history.${name}`)}</figcaption>
      <div ref={frame} className="chart" aria-hidden="true" />
    </figure>
  );
}
