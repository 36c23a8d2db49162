import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { money, when } from '../app/format';
import { Icon } from '../app/Icon';
import { ignoresShortcut } from './keys';
import { Batch, isEligible } from './Batch';
import { queues, type QueueName, type Row, type Source } from './queues';

const height = 64;

/** Rows by deadline and money; ten thousand scroll like ten. */
export function Queue({ name, sources }: { name: QueueName; sources: Record<QueueName, Source> }) {
  const { t } = useTranslation('staff');
  const [path, go] = useLocation();
  const [chosen, setChosen] = useState<string[]>([]);
  const frame = useRef<HTMLDivElement>(null);
  const source = sources[name];
  const { items } = source;
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    overscan: 8,
  });
  const visible = rows.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  useEffect(() => {
    if (source.hasMore && last >= items.length - 10) source.more();
  }, [last, items.length, source]);
  useEffect(() => {
    const move = (event: KeyboardEvent) => {
      if (ignoresShortcut(event) || !['j', 'k', 'ArrowDown', 'ArrowUp'].includes(event.key)) return;
      const step = event.key === 'j' || event.key === 'ArrowDown' ? 1 : -1;
      if (
        (event.key === 'ArrowDown' || event.key === 'ArrowUp') &&
        !frame.current?.contains(document.activeElement)
      )
        return;
      const now = items.findIndex((item) => path === item.href);
      const next = items[Math.min(items.length - 1, Math.max(0, now + step))];
      if (!next) return;
      event.preventDefault();
      rows.scrollToIndex(items.indexOf(next));
      go(next.href);
    };
    document.addEventListener('keydown', move);
    return () => document.removeEventListener('keydown', move);
  }, [items, path, go, rows]);
  useEffect(() => setChosen([]), [name]);

  // An empty queue says where the next deadline is.
  const next = queues
    .flatMap((queue) => sources[queue].items.slice(0, 1).map(({ deadline }) => ({ queue, deadline })))
    .sort((left, right) => left.deadline.localeCompare(right.deadline))[0];
  const selected = items
    .filter((item) => chosen.includes(item.id))
    .map((item) => item.approval!)
    .filter(Boolean);
  if (!source.data)
    return (
      <div className="queueFrame" role="status">
        <p className="quiet pad">{source.failed ? t('failed') : t('loading')}</p>
      </div>
    );
  return (
    <>
      {selected.length > 0 && <Batch approvals={selected} done={() => setChosen([])} />}
      <div
        ref={frame}
        className="queueFrame"
        role={items.length > 0 ? 'list' : undefined}
        aria-label={items.length > 0 ? t(`queue.${name}`) : undefined}
        tabIndex={0}
      >
        {items.length === 0 && (
          <p className="quiet pad">
            {t('desk.empty')}
            {next &&
              ` ${t('desk.nextDeadline', { when: when(next.deadline), queue: t(`queue.${next.queue}`) })}`}
          </p>
        )}
        <div className="rows" style={{ height: rows.getTotalSize() }}>
          {visible.map((virtual) => {
            const item = items[virtual.index]!;
            return (
              <div
                key={item.id}
                role="listitem"
                aria-posinset={virtual.index + 1}
                aria-setsize={items.length}
                className={`queueRow ${path === item.href ? 'current' : ''} ${item.mark ?? ''}`}
                style={{ transform: `translateY(${virtual.start}px)`, height }}
              >
                {item.approval && isEligible(item.approval) && (
                  <Checkbox
                    aria-label={t('batch.choose', { sentence: item.sentence })}
                    checked={chosen.includes(item.id)}
                    size="xs"
                    onChange={(event) => {
                      const on = event.currentTarget.checked;
                      setChosen((before) =>
                        on ? [...before, item.id].slice(0, 20) : before.filter((id) => id !== item.id),
                      );
                    }}
                  />
                )}
                <RowLink item={item} current={path === item.href} />
              </div>
            );
          })}
        </div>
      </div>
    </>
  );
}

function RowLink({ item, current }: { item: Row; current: boolean }) {
  const { t } = useTranslation('staff');
  return (
    <Link href={item.href} aria-current={current ? 'true' : undefined}>
      <span className="rowTop">
        <Icon name={item.icon} size={16} />
        {item.amount && <strong>{money(item.amount)}</strong>}
        <span className="deadline">{when(item.deadline)}</span>
      </span>
      <span className="rowText">
        {item.mark && <em>{t(`mark.${item.mark}`)} </em>}
        {item.claimedBy && <em>{item.claimedBy}: </em>}
        {item.sentence}
      </span>
    </Link>
  );
}
