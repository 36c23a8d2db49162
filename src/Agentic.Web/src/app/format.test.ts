import i18next from 'i18next';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { money, setZone, when } from './format';
import { setLanguage } from './i18n';
import customerDe from '../texts/customer.de.json';
import customerEn from '../texts/customer.en.json';
import staffDe from '../texts/staff.de.json';
import staffEn from '../texts/staff.en.json';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('money', () => {
  it('is written as each language writes it, with a symbol where everybody knows one', () => {
    setLanguage('de');
    expect(plain(money({ amount: '1298.50', currency: 'EUR' }))).toBe('1.298,50 €');
    expect(plain(money({ amount: '1500', currency: 'JPY' }))).toBe('1.500 JPY');
    setLanguage('en');
    expect(plain(money({ amount: '1298.50', currency: 'EUR' }))).toBe('€1,298.50');
    expect(plain(money({ amount: '1.234', currency: 'BHD' }))).toBe('BHD 1.234');
  });
});

describe('when', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-11-23T22:30:00Z') });
    setLanguage('en');
  });
  afterEach(() => {
    vi.useRealTimers();
    setZone(undefined);
  });

  it('counts days in the zone of the house, not of the reader', () => {
    setZone('Europe/Berlin');
    // 23:30 in Berlin; an hour later it is tomorrow there, whatever the reader's clock says.
    expect(when('2026-11-23T22:45:00Z')).toMatch(/^today/);
    expect(when('2026-11-23T23:15:00Z')).toMatch(/^tomorrow/);
    expect(when('2026-11-22T22:45:00Z')).toMatch(/^yesterday/);
  });

  it('names the zone only to readers whose clock shows something else', () => {
    setZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
    expect(when('2026-11-23T22:45:00Z')).not.toMatch(/GMT|UTC|CET/);
    setZone('Pacific/Kiritimati');
    expect(when('2026-11-23T22:45:00Z')).toMatch(/GMT\+14$/);
  });
});

describe('texts', () => {
  const all = { customer: [customerDe, customerEn], staff: [staffDe, staffEn] };
  const keys = (node: object, path = ''): string[] =>
    Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'object' && !Array.isArray(value)
        ? keys(value as object, `${path}${key}.`)
        : [path + key],
    );

  it.each(['de', 'en'] as const)(
    'are one sentence each, on however many lines they stand (%s)',
    (language) => {
      for (const [space, [de, en]] of Object.entries(all)) {
        i18next.addResourceBundle('de', space, de);
        i18next.addResourceBundle('en', space, en);
        for (const key of keys(de!)) {
          const said: unknown = i18next.t(key, { lng: language, ns: space });
          expect(said, `${space} ${key}`).toBeTypeOf('string');
          expect(said, `${space} ${key}`).not.toMatch(/returned an object|^$| {2}/);
        }
      }
    },
  );
});
