import { Fragment, useEffect, useSyncExternalStore } from 'react';
import { Link } from 'wouter';

/** A step of the way to the page: a name, or a name with a link. The last one is the page itself. */
export type Part = string | { text: string; href: string };

let parts: readonly Part[] = [];
const listeners = new Set<() => void>();

const text = (part: Part) => (typeof part === 'string' ? part : part.text);

/** Sets the header's crumb and the window's title. */
export function Crumb({ parts: next }: { parts: readonly Part[] }) {
  const key = next.map(text).join(' / ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the parts are new with every drawing; their text is what counts
  useEffect(() => {
    parts = next;
    document.title = `${[...next].reverse().map(text).join(' · ')} · Hale`;
    for (const listener of listeners) listener();
  }, [key]);
  return null;
}

export function CrumbBar() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => parts,
  );
  return (
    <nav aria-label="Where you are" className="min-w-0 truncate text-mute">
      {shown.map((part, i) => (
        <Fragment key={text(part)}>
          {i > 0 ? ' / ' : null}
          {typeof part === 'string' ? (
            <span className={i === shown.length - 1 ? 'font-semibold text-text' : ''}>{part}</span>
          ) : (
            <Link href={part.href} className="hover:text-text">
              {part.text}
            </Link>
          )}
        </Fragment>
      ))}
    </nav>
  );
}
