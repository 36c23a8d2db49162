import { useInfiniteQuery } from '@tanstack/react-query';
import { get } from '../app/api';
import type { Approval, HandOff, Page } from '../app/types';

export const queues = ['approvals', 'handoffs', 'samples'] as const;
export type QueueName = (typeof queues)[number];

export interface Row {
  id: string;
  href: string;
  sentence: string;
  deadline: string;
  amount?: Approval['atRisk'];
  icon: 'alert' | 'person' | 'clock' | 'search';
  mark?: 'changed' | 'doubt' | 'two' | 'overdue';
  claimedBy?: string;
  approval?: Approval;
}
export interface Source {
  items: Row[];
  count: number;
  hasMore: boolean;
  data: boolean;
  more: () => void;
  failed: boolean;
}

const page =
  <T>(path: string) =>
  ({ pageParam }: { pageParam: string }) =>
    get<Page<T>>(`${path}${pageParam ? `&after=${pageParam}` : ''}`);
const isOverdue = (at: string) => new Date(at).getTime() < Date.now();

/** By deadline first, then by money. */
const urgent = (left: Row, right: Row) =>
  left.deadline.localeCompare(right.deadline) ||
  Number(right.amount?.amount ?? 0) - Number(left.amount?.amount ?? 0);

/** The second opinion disagrees: said above everything else, not as one reason among others. */
export const isDoubt = (reason: { rule?: string }) => reason.rule === 'second-opinion';
export const hasDoubt = (approval: Approval) => approval.reasons.some(isDoubt);

function approvalRow(approval: Approval): Row {
  const mark = approval.replaces
    ? 'changed'
    : hasDoubt(approval)
      ? 'doubt'
      : isOverdue(approval.deadline)
        ? 'overdue'
        : approval.quorum > 1
          ? 'two'
          : undefined;
  return {
    id: approval.id,
    href: `/desk/approvals/${approval.id}`,
    sentence: approval.sentence,
    deadline: approval.deadline,
    amount: approval.atRisk,
    icon: mark ? 'alert' : 'clock',
    mark,
    claimedBy: approval.claimedBy,
    approval,
  };
}

const handOffRow =
  (folder: string) =>
  (handOff: HandOff): Row => ({
    id: handOff.id,
    href: `/desk/${folder}/${handOff.id}`,
    sentence: handOff.summary.split('\n')[0]!.replace(/^> /, ''),
    deadline: handOff.dueAt,
    icon: folder === 'samples' ? 'search' : 'person',
    mark: isOverdue(handOff.dueAt) ? 'overdue' : handOff.answers.length > 0 ? 'two' : undefined,
    claimedBy: handOff.claimedName,
  });

function useSource<T>(key: string, path: string, row: (item: T) => Row, keep: (item: T) => boolean): Source {
  const query = useInfiniteQuery({
    queryKey: ['staff', key],
    initialPageParam: '',
    queryFn: page<T>(path),
    getNextPageParam: (last: Page<T>) => last.next,
  });
  const items = (query.data?.pages ?? [])
    .flatMap((one) => one.items)
    .filter(keep)
    .map(row)
    .sort(urgent);
  return {
    items,
    count: items.length,
    hasMore: query.hasNextPage,
    data: !!query.data,
    failed: query.isError,
    more: () => void (query.hasNextPage && !query.isFetching && query.fetchNextPage()),
  };
}

const isSample = (handOff: HandOff) => handOff.topic === 'sample';

export function useQueues(): Record<QueueName, Source> {
  return {
    approvals: useSource<Approval>('approvals', '/api/approvals?state=open', approvalRow, () => true),
    handoffs: useSource<HandOff>(
      'handoffs',
      '/api/handoffs?',
      handOffRow('handoffs'),
      (handOff) => handOff.state !== 'closed' && !isSample(handOff),
    ),
    samples: useSource<HandOff>(
      'samples',
      '/api/handoffs?topic=sample',
      handOffRow('samples'),
      (handOff) => handOff.state !== 'closed',
    ),
  };
}
