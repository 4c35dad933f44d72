import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'hale.theme';
const listeners = new Set<() => void>();
const system = matchMedia('(prefers-color-scheme: dark)');

function read(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

const isDark = () => theme === 'dark' || (theme === 'system' && system.matches);

let theme = read();
let dark = isDark();

function paint(): void {
  dark = isDark();
  document.documentElement.classList.toggle('dark', dark);
  for (const listener of listeners) listener();
}

system.addEventListener('change', paint);

/** Chooses the theme and remembers it in this browser. */
export function setTheme(next: Theme): void {
  theme = next;
  try {
    if (next === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // Not remembered then; it holds for this visit.
  }
  paint();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, () => theme);

/**
 * Whether the page is dark now; charts draw with it. As it is painted: the system's wish is known a moment before, and who drew by that would take colours that
 * are not there yet.
 */
export const useDark = (): boolean => useSyncExternalStore(subscribe, () => dark);
