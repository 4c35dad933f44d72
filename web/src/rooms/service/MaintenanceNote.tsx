import { useQuery } from '@tanstack/react-query';
import { Wrench } from 'lucide-react';
import { clock } from '../../format/time';
import { useNow } from '../../live/clock';
import { api } from '../../wire/api';

/** Says that the service is worked on, what is done and until when. Nothing where it is not. */
export function MaintenanceNote({ id }: { id: string }) {
  const now = useNow();
  const { data } = useQuery({
    queryKey: ['maintenance', id],
    queryFn: ({ signal }) => api.maintenance(id, signal),
    refetchInterval: 30_000,
  });
  const open = data?.items.filter((one) => one.next_to != null && Date.parse(one.next_to) > now) ?? [];
  return open.map(({ id: window, title, next_to }) => (
    <p key={window} role="status" className="mb-3 flex flex-wrap items-center gap-x-2 rounded-lg border border-line px-3 py-2 text-[13px]">
      <Wrench size={14} className="shrink-0 text-mute" aria-hidden />
      <span className="min-w-0 break-words">
        <b className="font-[550]">{`In maintenance until ${clock(Date.parse(next_to ?? ''), now)}:`}</b> {title}
      </span>
      <span className="text-mute">Until then nothing counts towards uptime.</span>
    </p>
  ));
}
