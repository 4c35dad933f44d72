import { useQuery } from '@tanstack/react-query';
import { FilePenLine } from 'lucide-react';
import { useMemo } from 'react';
import { span } from '../../format/time';
import { useBoard } from '../../live/hooks';
import { Card } from '../../parts/Card';
import { EmptyState, Skeleton } from '../../parts/EmptyState';
import { StatusBadge } from '../../parts/StatusBadge';
import { type Moment, Timeline } from '../../parts/Timeline';
import { api } from '../../wire/api';
import type { ChangeEvent, DefinitionChange, Service } from '../../wire/types';
import { became, story } from '../overview/Feed';
import { fields, place } from './changes';
import { EDITS, useEdits } from './edits';

/** What happened to one service, newest first: its changes of status, each with how long it lasted, and the changes of its definition. */
export function Events({ service }: { service: Service }) {
  const { id } = service;
  const { changes } = useBoard();
  const own = changes.find((event) => event.service_id === id)?.at ?? '';
  const events = useQuery({
    queryKey: ['events', id, own],
    queryFn: ({ signal }) => api.events(id, EDITS, signal),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const edits = useEdits(service);
  const moments = useMemo(() => merged(events.data?.items ?? [], edits.data?.items ?? []), [events.data, edits.data]);
  return (
    <Card title="Timeline">
      {events.isPending ? <Skeleton lines={3} /> : null}
      {events.error ? <p className="px-4 py-3 text-down">{`Not to be had: ${events.error.message}`}</p> : null}
      <Timeline moments={moments} />
      {events.data && moments.length === 0 ? <EmptyState title="No change yet" /> : null}
    </Card>
  );
}

const newest = (a: { at: string }, b: { at: string }) => Date.parse(b.at) - Date.parse(a.at);

function merged(events: readonly ChangeEvent[], edits: readonly DefinitionChange[]): Moment[] {
  const statuses = [...events].sort(newest);
  return [
    ...statuses.map((event, i) => ({
      key: `${event.at}${event.to}`,
      at: event.at,
      note: lasted(statuses[i - 1], event),
      badge: <StatusBadge status={became(event)} />,
      text: story(event),
    })),
    ...edits.map((edit) => ({
      key: `${edit.at}edit`,
      at: edit.at,
      note: place(edit),
      badge: (
        <span className="badge bg-line2 text-mute">
          <FilePenLine size={11} aria-hidden />
          edited
        </span>
      ),
      text: fields(edit),
    })),
  ]
    .sort(newest)
    .slice(0, EDITS);
}

function lasted(after: ChangeEvent | undefined, event: ChangeEvent): string {
  return after ? `for ${span(Date.parse(after.at) - Date.parse(event.at))}` : '';
}
