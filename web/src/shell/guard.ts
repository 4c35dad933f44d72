import { useCallback, useEffect, useRef, useState } from 'react';
import type { AroundNavHandler } from 'wouter';
import { navigate as goTo } from 'wouter/use-browser-location';

interface Watch {
  /** The page that is not left without a word. */
  here: string;
  ask: (leave: () => void) => void;
}

/** What wants to be asked before the page is left; nothing, most of the time. */
let watch: Watch | null = null;

/** Every way to another page within the dashboard passes here. */
export const aroundNav: AroundNavHandler = (navigate, to, options) => {
  if (watch) watch.ask(() => navigate(to, options));
  else navigate(to, options);
};

// The address has changed already when the browser tells of the way back: it is put right, and the way is gone later. Listened to from the beginning,
// before the router does, which would draw the other page at once.
window.addEventListener('popstate', (event) => {
  const to = location.pathname + location.search;
  if (!watch || to === watch.here) return;
  event.stopImmediatePropagation();
  history.pushState(null, '', watch.here);
  watch.ask(() => goTo(to, { replace: true }));
});

export interface Guard {
  /** Whether somebody is being asked. */
  asking: boolean;
  stay: () => void;
  leave: () => void;
  /** From now on the page may be left: what was written is kept. */
  release: () => void;
}

/** While `dirty`, leaving the page is held up until a person has said so: by a link, by the way back, or by closing the window. */
export function useGuard(dirty: boolean): Guard {
  const [pending, setPending] = useState<(() => void) | null>(null);
  const released = useRef(false);
  useEffect(() => {
    if (!dirty) return;
    watch = {
      here: location.pathname + location.search,
      ask: (leave) => (released.current ? leave() : setPending(() => leave)),
    };
    const close = (event: BeforeUnloadEvent) => {
      if (!released.current) event.preventDefault();
    };
    window.addEventListener('beforeunload', close);
    return () => {
      watch = null;
      window.removeEventListener('beforeunload', close);
    };
  }, [dirty]);
  return {
    asking: pending !== null,
    stay: useCallback(() => setPending(null), []),
    leave: useCallback(() => {
      released.current = true;
      setPending(null);
      pending?.();
    }, [pending]),
    release: useCallback(() => {
      released.current = true;
    }, []),
  };
}
