import { useEffect, useRef } from 'react';

const key = 'agentic-shortcuts';

export function shortcutsOn(): boolean {
  try {
    return localStorage.getItem(key) !== 'off';
  } catch {
    return true;
  }
}

export function setShortcuts(on: boolean) {
  try {
    localStorage.setItem(key, on ? 'on' : 'off');
  } catch {
    // Then they stay as they are.
  }
}

/** Whether to ignore a key: somebody is typing, it belongs to a browser shortcut, or shortcuts are off. */
export function ignoresShortcut(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  return (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    !shortcutsOn() ||
    !!target?.closest('input:not([type=checkbox]), textarea, select, [contenteditable]')
  );
}

/** Single keys, as long as nobody writes. None of them decides anything by itself. */
export function useKeys(keys: Record<string, () => void>) {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const act = current.current[event.key];
      if (!act || (event.key !== 'Escape' && ignoresShortcut(event))) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}
