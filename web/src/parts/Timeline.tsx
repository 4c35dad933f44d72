import type { ReactNode } from 'react';
import { Clock } from './Ago';

export interface Moment {
  key: string;
  at: string;
  /** What it is about; beside the time. */
  title?: ReactNode;
  /** What it became; at the right end. */
  badge?: ReactNode;
  /** Said faintly before the badge. */
  note?: string;
  text?: ReactNode;
}

/** What happened, newest first: each with its time, what it is about and what came of it. */
export function Timeline({ moments, lines = 3 }: { moments: readonly Moment[]; lines?: 2 | 3 }) {
  return (
    <ol aria-live="off">
      {moments.map(({ key, at, title, badge, note, text }) => (
        <li key={key} className="row grid gap-[3px] px-4 py-2">
          <div className="flex min-h-[20px] items-center gap-2">
            <Clock at={at} />
            {title}
            <span className="ml-auto shrink-0 text-[12px] text-faint tabular-nums">{note}</span>
            {badge}
          </div>
          {text ? (
            <div className={`${lines === 2 ? 'line-clamp-2' : 'line-clamp-3'} break-words text-[12.5px] text-mute`}>{text}</div>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
