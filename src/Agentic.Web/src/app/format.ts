import i18next from 'i18next';
import type { LocalText, Money } from './types';
import { language } from './i18n';

const tag = () => (language() === 'de' ? 'de-DE' : 'en-GB');

/** Written as the sentences write it: a symbol where everybody knows one, else the code. */
const symbols = ['EUR', 'GBP', 'USD'];

export function money(value: Money): string {
  return new Intl.NumberFormat(tag(), {
    style: 'currency',
    currency: value.currency,
    currencyDisplay: symbols.includes(value.currency) ? 'narrowSymbol' : 'code',
  }).format(Number(value.amount));
}

export const local = (text: LocalText | string | undefined): string =>
  text === undefined ? '' : typeof text === 'string' ? text : text[language()];

/** The house's time zone: what is promised there at nine is promised everywhere at that moment. */
let zone: string | undefined;
export function setZone(name: string | undefined): void {
  zone = name;
}

const clock = (at: Date, timeZone?: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(at);

/** " MEZ" for readers whose own clock shows something else at that moment. */
function zoneName(at: Date): string {
  if (zone === undefined || clock(at, zone) === clock(at)) return '';
  const parts = new Intl.DateTimeFormat(tag(), { timeZoneName: 'short', timeZone: zone }).formatToParts(at);
  return ` ${parts.find((part) => part.type === 'timeZoneName')?.value ?? zone}`;
}

const hour = (at: Date) =>
  new Intl.DateTimeFormat(tag(), {
    hour: language() === 'en' ? 'numeric' : '2-digit',
    minute: '2-digit',
    hour12: language() === 'en',
    timeZone: zone,
  }).format(at);

export function time(at: string | Date): string {
  const moment = new Date(at);
  return hour(moment) + zoneName(moment);
}

/** The calendar day in the house's zone, as a number of days. */
function day(at: Date): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    timeZone: zone,
  }).formatToParts(at);
  const [year, month, number] = (['year', 'month', 'day'] as const).map((type) =>
    Number(parts.find((part) => part.type === type)!.value),
  );
  return Date.UTC(year!, month! - 1, number) / 86_400_000;
}

/** "heute, 16:00 Uhr", "tomorrow, 10:00 am", "Mo., 24. Nov., 09:00 Uhr"; elsewhere with the zone: "heute, 16:00 Uhr MEZ". */
export function when(at: string | Date): string {
  const moment = new Date(at);
  const days = day(moment) - day(new Date());
  const name =
    days === 0 || days === 1 || days === -1
      ? new Intl.RelativeTimeFormat(tag(), { numeric: 'auto' }).format(days, 'day')
      : new Intl.DateTimeFormat(tag(), {
          weekday: 'short',
          day: 'numeric',
          month: 'short',
          timeZone: zone,
        }).format(moment);
  return i18next.t('format.when', { day: name, time: hour(moment) }) + zoneName(moment);
}

export function date(at: string | Date): string {
  return new Intl.DateTimeFormat(tag(), {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: zone,
  }).format(new Date(at));
}

/** How long ago, in the largest unit that says something. */
export function ago(at: string | Date, now: Date = new Date()): string {
  const seconds = Math.round((new Date(at).getTime() - now.getTime()) / 1000);
  const format = new Intl.RelativeTimeFormat(tag(), { numeric: 'auto', style: 'short' });
  return Math.abs(seconds) < 90
    ? format.format(seconds, 'second')
    : Math.abs(seconds) < 5400
      ? format.format(Math.round(seconds / 60), 'minute')
      : Math.abs(seconds) < 129_600
        ? format.format(Math.round(seconds / 3600), 'hour')
        : format.format(Math.round(seconds / 86_400), 'day');
}

export const percent = (share: number): string =>
  new Intl.NumberFormat(tag(), { style: 'percent', maximumFractionDigits: 0 }).format(share);

/** How long it has lasted, in the largest unit that says something: "30 Min." */
export function lasting(since: string, now: Date = new Date()): string {
  const minutes = Math.max(1, Math.round((now.getTime() - new Date(since).getTime()) / 60_000));
  const [value, unit] =
    minutes < 90
      ? [minutes, 'minute']
      : minutes < 2160
        ? [Math.round(minutes / 60), 'hour']
        : [Math.round(minutes / 1440), 'day'];
  return new Intl.NumberFormat(tag(), { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

/** How long something takes, from seconds on: "3 sec", "5 min", "2 hr". */
export function duration(seconds: number): string {
  const [value, unit] =
    seconds < 90
      ? [Math.round(seconds), 'second']
      : seconds < 5400
        ? [Math.round(seconds / 60), 'minute']
        : [Math.round(seconds / 3600), 'hour'];
  return new Intl.NumberFormat(tag(), { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

/** A calendar day such as 2026-11-24, as "Di., 24.11." */
export const weekday = (day: string): string =>
  new Intl.DateTimeFormat(tag(), {
    weekday: 'short',
    day: 'numeric',
    month: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T12:00:00Z`));

export const number = (value: number): string => new Intl.NumberFormat(tag()).format(value);
