import { Link } from 'wouter';
import { reason } from '../../format/words';
import { useBoard } from '../../live/hooks';
import { Clock } from '../../parts/Ago';
import { Card } from '../../parts/Card';
import { EmptyState } from '../../parts/EmptyState';
import { StatusBadge } from '../../parts/StatusBadge';
import type { ChangeEvent } from '../../wire/types';

const SHOWN = 14;

/** What a change says: the hub's message, or its reason in words. */
export function story(event: ChangeEvent): string {
  const text = event.message || reason(event.why);
  return event.cause ? `${text} · because of ${event.cause}` : text;
}

/** The word of a change: what it became, or that somebody paused it. */
export const became = (event: ChangeEvent): string => (event.why === 'paused' ? 'paused' : event.to);

/** What changed, newest first, over all services. */
export function Feed() {
  const { changes } = useBoard();
  return (
    <Card title="What changed" className="self-start">
      <ol aria-live="off">
        {changes.slice(0, SHOWN).map((event) => (
          <li key={`${event.service_id}${event.at}${event.to}`} className="row grid gap-[3px] px-4 py-2.5">
            <div className="flex items-center gap-2 font-[550]">
              <Clock at={event.at} />
              <Link href={`/services/${event.service_id}`} className="truncate hover:underline">
                {event.service_id}
              </Link>
              <span className="ml-auto">
                <StatusBadge status={became(event)} />
              </span>
            </div>
            <div className="line-clamp-2 text-[12.5px] text-mute">{story(event)}</div>
          </li>
        ))}
      </ol>
      {changes.length === 0 ? <EmptyState title="Nothing has changed yet">The first checks are under way.</EmptyState> : null}
    </Card>
  );
}
