import i18next from 'i18next';

/** The word that a pack has for a code of one of its fields. Anything else, such as a customer's own text, stays as it is. */
export function wordFor(field: string | undefined, code: string): string {
  const words: unknown = field && i18next.getResource(i18next.language, 'staff', `value.${field}`);
  const word: unknown =
    typeof words === 'object' && words !== null && Object.hasOwn(words, code)
      ? (words as Record<string, unknown>)[code]
      : undefined;
  return typeof word === 'string' ? word : code;
}
