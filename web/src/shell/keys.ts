import { useEffect, useRef } from 'react';

/** Whether the person is writing, so that letters are letters. */
function writing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Keys of a page, by `event.key` in lower case. They rest while somebody writes or a dialog is open. */
export function useKeys(keys: Record<string, (event: KeyboardEvent) => void>): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
      if (document.querySelector('dialog[open]')) return;
      const act = current.current[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act(event);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

const OPEN = 'hale:palette';

/** Opens the palette from anywhere. */
export const openPalette = (): void => void window.dispatchEvent(new Event(OPEN));

/** Calls when somebody wants the palette: Ctrl/⌘-K, or a button. */
export function usePaletteCall(open: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      open();
    };
    document.addEventListener('keydown', press);
    window.addEventListener(OPEN, open);
    return () => {
      document.removeEventListener('keydown', press);
      window.removeEventListener(OPEN, open);
    };
  }, [open]);
}
