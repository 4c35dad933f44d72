import { useDeferredValue } from 'react';
import { Link } from 'wouter';
import { reason } from '../../format/words';
import { useBoard } from '../../live/hooks';
import { Card } from '../../parts/Card';
import { EmptyState } from '../../parts/EmptyState';
import { StatusBadge } from '../../parts/StatusBadge';
import { Timeline } from '../../parts/Timeline';
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
  // Where hundreds come each second, all of it is new each time: it is drawn in what time is left between frames.
  const changes = useDeferredValue(useBoard().changes);
  const moments = changes.slice(0, SHOWN).map((event) => ({
    key: `${event.service_id}${event.at}${event.to}`,
    at: event.at,
    title: (
      <Link href={`/services/${event.service_id}`} className="truncate font-[550] hover:underline">
        {event.service_id}
      </Link>
    ),
    badge: <StatusBadge status={became(event)} />,
    text: story(event),
  }));
  return (
    <Card title="What changed" className="self-start">
      <Timeline moments={moments} lines={2} />
      {changes.length === 0 ? <EmptyState title="Nothing has changed yet">The first checks are under way.</EmptyState> : null}
    </Card>
  );
}
