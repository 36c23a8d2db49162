import { describe, expect, it } from 'vitest';
import { isLastAtWork } from './Hosts';
import type { Host } from '../app/types';

const host = (id: string, more: Partial<Host> = {}) =>
  ({ id, roles: 'web worker', silent: false, ...more }) as Host;

describe('the last host at work', () => {
  it('is the only worker that neither is silent nor drained', () => {
    const one = host('one');
    expect(isLastAtWork(one, [one])).toBe(true);
    expect(isLastAtWork(one, [one, host('two')])).toBe(false);
    for (const other of [{ roles: 'web' }, { silent: true }, { drainedBy: 'ops' }])
      expect(isLastAtWork(one, [one, host('two', other)])).toBe(true);
  });

  it('is none that does no work', () => {
    const web = host('web', { roles: 'web' });
    expect(isLastAtWork(web, [web])).toBe(false);
  });
});
