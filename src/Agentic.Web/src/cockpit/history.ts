import { useQuery } from '@tanstack/react-query';
import { get } from '../app/api';
import type { Day, History } from '../app/types';

/** A week, and the one before it day by day beside it. */
export interface Weeks {
  now: Day[];
  before: Day[];
}

export function useWeeks(): Weeks | undefined {
  const { data } = useQuery({
    queryKey: ['staff', 'history'],
    queryFn: () => get<History>('/api/cockpit/history?days=14'),
    refetchInterval: 60_000,
  });
  return data && { before: data.days.slice(0, 7), now: data.days.slice(7) };
}

export const sum = (days: Day[], figure: (day: Day) => number): number =>
  days.reduce((total, day) => total + figure(day), 0);

/** Null where there is nothing to take a share of. */
export const share = (
  days: Day[],
  part: (day: Day) => number,
  whole: (day: Day) => number,
): number | null => {
  const of = sum(days, whole);
  return of === 0 ? null : sum(days, part) / of;
};
