import i18next from 'i18next';

/** An answer that is no success, in the API's own words. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly field?: string,
    readonly current?: unknown,
  ) {
    super(detail);
  }
}

/** The network or the host is away; nothing is known to have happened. */
export class Offline extends Error {}

export async function call<T>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      // Sent with every call; the host requires it for changes. A foreign page cannot set it, so a cookie alone changes
      // nothing.
      headers: {
        'X-Agentic': '1',
        'Accept-Language': i18next.language,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Offline('offline');
  }
  const text = await response.text();
  const answer = text ? (JSON.parse(text) as Record<string, unknown>) : undefined;
  if (!response.ok) {
    const errors = answer?.errors as Record<string, string[]> | undefined;
    throw new Problem(
      response.status,
      String(answer?.detail ?? response.statusText),
      errors && Object.keys(errors)[0],
      answer?.current,
    );
  }
  return answer as T;
}

export const get = <T>(path: string) => call<T>('GET', path);
export const post = <T>(path: string, body: unknown = {}, headers?: Record<string, string>) =>
  call<T>('POST', path, body, headers);
