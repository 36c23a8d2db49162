import { useEffect, useRef, useState } from 'react';

/** A browser allows six connections to one host. When more tabs want to stay live, some stream and the others poll. */
const streams = 4;
const pollEvery = 3000;

/** Holds one of the browser's stream slots until the signal ends it; false when all are taken. */
function takeSlot(signal: AbortSignal): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const attempt = (slot: number) => {
      if (slot === streams) return resolve(false);
      void navigator.locks.request(`agentic-stream-${slot}`, { ifAvailable: true }, (lock) => {
        if (!lock) return attempt(slot + 1);
        resolve(true);
        return new Promise<void>((release) =>
          signal.aborted ? release() : signal.addEventListener('abort', () => release()),
        );
      });
    };
    attempt(0);
  });
}

/**
 * Keeps something live: a stream of server-sent events where there is a slot, polling where there is none. Lost
 * connections come back by themselves.
 * @returns since when the connection has been lost; undefined while it is there
 */
export function useLive(
  url: string | undefined,
  onEvent: (data: string | undefined) => void,
): Date | undefined {
  const [lost, setLost] = useState<Date>();
  const handler = useRef(onEvent);
  handler.current = onEvent;
  useEffect(() => {
    if (!url) return;
    const over = new AbortController();
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setInterval> | undefined;
    const seen = () => setLost(undefined);
    const gone = () => setLost((before) => before ?? new Date());
    let pause = 2000;
    const stream = () => {
      source = new EventSource(url);
      source.onopen = () => {
        seen();
        pause = 2000;
        // Whatever happened while nobody listened.
        handler.current(undefined);
      };
      const receive = (event: MessageEvent<string>) => {
        seen();
        handler.current(event.data);
      };
      ['request', 'change', 'open'].forEach((name) => source!.addEventListener(name, receive));
      source.onerror = () => {
        gone();
        if (source?.readyState !== EventSource.CLOSED || over.signal.aborted) return;
        // Refused, not interrupted: reading again tells the page why.
        handler.current(undefined);
        setTimeout(() => !over.signal.aborted && stream(), pause);
        pause = Math.min(30_000, pause * 2);
      };
    };
    const begin = async () => {
      if (await takeSlot(over.signal)) {
        clearInterval(timer);
        timer = undefined;
        if (!over.signal.aborted) stream();
      } else if (!timer && !over.signal.aborted) {
        timer = setInterval(() => {
          handler.current(undefined);
          void begin();
        }, pollEvery);
      }
    };
    void begin();
    // A phone that slept shows the truth as soon as it wakes.
    const woke = () => document.visibilityState === 'visible' && handler.current(undefined);
    document.addEventListener('visibilitychange', woke);
    // A stream says itself when it is back; a tab that asks hears it from the browser.
    const back = () => {
      if (!timer) return;
      seen();
      handler.current(undefined);
    };
    window.addEventListener('offline', gone);
    window.addEventListener('online', back);
    return () => {
      over.abort();
      source?.close();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', woke);
      window.removeEventListener('offline', gone);
      window.removeEventListener('online', back);
    };
  }, [url]);
  return lost;
}
