import { useSearch } from 'wouter';

/** How the overview may be laid out: for a team's day, close together for many projects, or for a screen on the wall. */
export const LAYOUTS = ['team', 'dense', 'wall'] as const;
export type Layout = (typeof LAYOUTS)[number];

const KEY = 'hale.layout';
const known = (word: string | null): Layout | undefined => LAYOUTS.find((one) => one === word);

/** The layout of an address: what it says itself, else what this browser remembers, else the team's. */
export const layoutOf = (search: string, remembered: string | null): Layout =>
  known(new URLSearchParams(search).get('layout')) ?? known(remembered) ?? 'team';

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Chooses a layout: this browser remembers it, and a link to the address shows it to others. */
export function chooseLayout(next: Layout, go: (to: string, how: { replace: boolean }) => void): void {
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Not remembered then; the address has it.
  }
  go(`/?layout=${next}`, { replace: true });
}

/** The overview's layout. */
export const useLayout = (): Layout => layoutOf(useSearch(), remembered());
