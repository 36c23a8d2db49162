import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import de from '../texts/customer.de.json';
import en from '../texts/customer.en.json';

export type Language = 'de' | 'en';
const key = 'agentic-language';

function preferred(): Language {
  try {
    const chosen = localStorage.getItem(key);
    if (chosen === 'de' || chosen === 'en') return chosen;
  } catch {
    // Storage may be forbidden; then the browser's language decides.
  }
  return navigator.language.startsWith('de') ? 'de' : 'en';
}

void i18next.use(initReactI18next).init({
  lng: preferred(),
  fallbackLng: 'en',
  defaultNS: 'customer',
  ns: ['customer'],
  resources: { de: { customer: de }, en: { customer: en } },
  interpolation: { escapeValue: false },
  returnNull: false,
  // A long text stands on several lines.
  joinArrays: ' ',
});
document.documentElement.lang = i18next.language;

export function setLanguage(language: Language) {
  try {
    localStorage.setItem(key, language);
  } catch {
    // Then the choice lasts as long as the page.
  }
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}

export const language = (): Language => (i18next.language === 'de' ? 'de' : 'en');
