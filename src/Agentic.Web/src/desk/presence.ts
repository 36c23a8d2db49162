import { useEffect, useState } from 'react';
import { post } from '../app/api';

const every = 10_000;

/** Says that this approval is open here, and tells which colleagues have it open too. */
export function usePresence(id: string): string[] {
  const [others, setOthers] = useState<string[]>([]);
  useEffect(() => {
    let over = false;
    const say = () => {
      if (document.visibilityState !== 'visible') return;
      // A courtesy: when it cannot be said, nothing is shown, and the next attempt is soon.
      post<{ others: string[] }>(`/api/approvals/${encodeURIComponent(id)}/presence`).then(
        (answer) => !over && setOthers(answer.others),
        () => undefined,
      );
    };
    say();
    const timer = setInterval(say, every);
    return () => {
      over = true;
      clearInterval(timer);
      post(`/api/approvals/${encodeURIComponent(id)}/presence?leaving=true`).catch(() => undefined);
    };
  }, [id]);
  return others;
}
