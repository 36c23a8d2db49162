import { useSessionStorage } from '@mantine/hooks';

const prefix = 'agentic-draft';

/** Words that were typed and not sent yet: this tab keeps them through a reload and through signing in. */
export const useDraft = (of = '') =>
  useSessionStorage({ key: prefix + of, defaultValue: '', getInitialValueInEffect: false });

/** Whoever signs out leaves nothing behind. */
export function forgetDrafts() {
  Object.keys(sessionStorage)
    .filter((key) => key.startsWith(prefix))
    .forEach((key) => sessionStorage.removeItem(key));
}
