import { useCallback, useEffect, useRef, useState } from 'react';
import { type AroundNavHandler, useLocation } from 'wouter';

type Asker = (leave: () => void) => void;

/** Who wants to be asked before the page is left; nobody, most of the time. */
let asker: Asker | null = null;

/** Every way to another page within the dashboard passes here. */
export const aroundNav: AroundNavHandler = (navigate, to, options) => {
  if (asker) asker(() => navigate(to, options));
  else navigate(to, options);
};

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
  const [, go] = useLocation();
  const [pending, setPending] = useState<(() => void) | null>(null);
  const released = useRef(false);
  useEffect(() => {
    if (!dirty) return;
    const here = location.pathname + location.search;
    const ask: Asker = (leave) => (released.current ? leave() : setPending(() => leave));
    const close = (event: BeforeUnloadEvent) => {
      if (!released.current) event.preventDefault();
    };
    // The address has changed already when the browser tells of the way back: it is put right, and the way is gone later.
    const back = (event: PopStateEvent) => {
      const to = location.pathname + location.search;
      if (released.current || to === here) return;
      event.stopImmediatePropagation();
      history.pushState(null, '', here);
      ask(() => {
        asker = null;
        go(to, { replace: true });
      });
    };
    asker = ask;
    window.addEventListener('beforeunload', close);
    window.addEventListener('popstate', back, true);
    return () => {
      asker = null;
      window.removeEventListener('beforeunload', close);
      window.removeEventListener('popstate', back, true);
    };
  }, [dirty, go]);
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
