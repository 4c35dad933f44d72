import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  icon?: LucideIcon;
  title: string;
  /** Whether it is all there is on the page, so that its title is the page's heading. */
  page?: boolean;
  children?: ReactNode;
}

/** What stands where there is nothing to show: what it means, and what to do next. */
export function EmptyState({ icon: Icon, title, page = false, children }: Props) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-10 text-center">
      {Icon ? <Icon size={22} className="text-faint" aria-hidden /> : null}
      {page ? <h1 className="font-[550]">{title}</h1> : <p className="font-[550]">{title}</p>}
      {children ? <div className="max-w-[52ch] text-mute">{children}</div> : null}
    </div>
  );
}

/** Lines that hold the place of what is still coming. */
export function Skeleton({ lines = 4, className = '' }: { lines?: number; className?: string }) {
  return (
    <div className={`flex flex-col gap-3 p-4 ${className}`} role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
        <div key={i} className={`h-3 animate-pulse rounded bg-line2 ${['w-full', 'w-5/6', 'w-2/3'][i % 3]}`} />
      ))}
    </div>
  );
}
