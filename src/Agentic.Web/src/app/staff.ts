import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { useLive } from './live';

/** One stream for everything that staff sees: what changed is read again, at most four times a second. */
export function useStaffLive(): Date | undefined {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const refresh = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] === 'staff' });
    }, 250);
  }, [queries]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useLive('/api/events', refresh);
}
