import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { span } from '../../format/time';
import { useBoard } from '../../live/hooks';
import { Clock } from '../../parts/Ago';
import { Card } from '../../parts/Card';
import { EmptyState, Skeleton } from '../../parts/EmptyState';
import { StatusBadge } from '../../parts/StatusBadge';
import { api } from '../../wire/api';
import type { ChangeEvent } from '../../wire/types';
import { became, story } from '../overview/Feed';

const SHOWN = 20;

const newestFirst = (events: readonly ChangeEvent[]) => [...events].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));

/** The changes of one service, newest first, each with how long it lasted. */
export function Events({ id }: { id: string }) {
  const { changes } = useBoard();
  const own = changes.find((event) => event.service_id === id)?.at ?? '';
  const { data, isPending, error } = useQuery({
    queryKey: ['events', id, own],
    queryFn: ({ signal }) => api.events(id, SHOWN, signal),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const events = useMemo(() => newestFirst(data?.items ?? []), [data]);
  return (
    <Card title="Events">
      {isPending ? <Skeleton lines={3} /> : null}
      {error ? <p className="px-4 py-3 text-down">{`Not to be had: ${error.message}`}</p> : null}
      <ol>
        {events.map((event, i) => (
          <li key={`${event.at}${event.to}`} className="row px-4 py-2">
            <div className="flex items-center gap-2">
              <Clock at={event.at} />
              <span className="ml-auto text-[12px] text-faint tabular-nums">{lasted(events[i - 1], event)}</span>
              <StatusBadge status={became(event)} />
            </div>
            <div className="line-clamp-3 text-[12.5px] text-mute">{story(event)}</div>
          </li>
        ))}
      </ol>
      {data && events.length === 0 ? <EmptyState title="No change yet" /> : null}
    </Card>
  );
}

function lasted(after: ChangeEvent | undefined, event: ChangeEvent): string {
  return after ? `for ${span(Date.parse(after.at) - Date.parse(event.at))}` : '';
}
