import { useMemo } from 'react';
import { Link } from 'wouter';
import { latency } from '../../format/numbers';
import { dependants } from '../../live/dependants';
import { useBoard } from '../../live/hooks';
import { Card } from '../../parts/Card';
import { StatusBadge, shown } from '../../parts/StatusBadge';
import type { Service } from '../../wire/types';

const SHOWN = 8;

/** What the service needs, and what breaks with it. */
export function Depends({ service }: { service: Service }) {
  const board = useBoard();
  const { list } = board;
  const broken = useMemo(() => dependants(service.id, list), [service.id, list]);
  return (
    <>
      {service.depends_on.length > 0 ? (
        <Card title="Depends on">
          {service.depends_on.map((id) => (
            <Line key={id} id={id} service={board.services.get(id)} />
          ))}
        </Card>
      ) : null}
      {broken.length > 0 ? (
        <Card title="Breaks with it" note={broken.length > SHOWN ? `${broken.length}` : undefined}>
          {broken.slice(0, SHOWN).map((one) => (
            <Line key={one.id} id={one.id} service={one} />
          ))}
          {broken.length > SHOWN ? <p className="px-4 py-2 text-mute">{`and ${broken.length - SHOWN} more`}</p> : null}
        </Card>
      ) : null}
    </>
  );
}

function Line({ id, service }: { id: string; service: Service | undefined }) {
  return (
    <div className="row flex items-center gap-2 px-4 py-2">
      <Link href={`/services/${id}`} className="truncate font-[550] hover:underline">
        {id}
      </Link>
      {service && service.health.latency_ms != null ? (
        <span className="num ml-auto text-[12px] text-faint">{latency(service.health.latency_ms)}</span>
      ) : null}
      <span className={service?.health.latency_ms != null ? '' : 'ml-auto'}>
        <StatusBadge status={service ? shown(service) : 'unknown'} />
      </span>
    </div>
  );
}
