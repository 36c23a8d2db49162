import { useQueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { useCallback, useEffect, useRef } from 'react';
import { useLive } from './live';

/** One stream for everything that staff sees: what changed is read again, at most four times a second. */
export function useStaffLive(): Date | undefined {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Rules and reasons come in the reader's language.
  useEffect(() => {
    const again = () => void queries.invalidateQueries({ queryKey: ['staff'] });
    i18next.on('languageChanged', again);
    return () => i18next.off('languageChanged', again);
  }, [queries]);
  const refresh = useCallback(
    (data?: string) => {
      // Nothing said: the stream began anew, or was refused, and perhaps nobody is signed in any more.
      if (data === undefined) void queries.invalidateQueries({ queryKey: ['session'] });
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] === 'staff' });
      }, 250);
    },
    [queries],
  );
  useEffect(() => () => clearTimeout(timer.current), []);
  return useLive('/api/events', refresh);
}
