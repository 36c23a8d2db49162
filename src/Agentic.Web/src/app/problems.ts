import i18next from 'i18next';
import { Offline, Problem } from './api';

/** What went wrong, in the reader's language, and what it means for what they did. */
export function saidOf(failed: unknown): string {
  if (failed instanceof Offline) return i18next.t('connection.lost');
  return i18next.t(failed instanceof Problem ? `problem.${failed.status}` : 'app.failed', {
    defaultValue: i18next.t('app.failed'),
  });
}

/** For staff also the API's own words: they name the person, the state or the rule. */
export const saidToStaff = (failed: unknown): string =>
  failed instanceof Problem ? `${saidOf(failed)} (${failed.detail})` : saidOf(failed);
