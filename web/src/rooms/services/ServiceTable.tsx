import { memo } from 'react';
import { Link } from 'wouter';
import { latency, percent } from '../../format/numbers';
import { useService, useTrace } from '../../live/hooks';
import { useRecall } from '../../live/recall';
import { Ago } from '../../parts/Ago';
import { type Column, DataTable } from '../../parts/DataTable';
import { Spark } from '../../parts/Spark';
import { StatusBadge, shown } from '../../parts/StatusBadge';
import { UptimeStrip } from '../../parts/UptimeStrip';
import type { Filter, Sort } from './filter';
import { useStrip, useStrips } from './strips';

const GRID = [
  'grid items-center gap-x-3 px-3 lg:gap-x-4',
  'grid-cols-[24px_92px_minmax(0,1fr)_72px]',
  'md:grid-cols-[24px_92px_minmax(0,3fr)_minmax(0,2fr)_72px_64px]',
  'lg:grid-cols-[24px_96px_minmax(0,2fr)_minmax(0,1fr)_72px_96px_64px]',
  'xl:grid-cols-[24px_96px_minmax(0,2fr)_minmax(0,1fr)_76px_76px_92px_96px_68px]',
  'min-[88rem]:grid-cols-[24px_96px_minmax(0,2fr)_minmax(0,1fr)_76px_76px_92px_96px_68px_minmax(0,1fr)]',
].join(' ');

const FROM_MD = 'max-md:hidden';
const FROM_LG = 'max-lg:hidden';
const FROM_XL = 'max-xl:hidden';
const FROM_WIDE = 'max-[88rem]:hidden';

const COLUMNS: readonly Column<Sort>[] = [
  { name: 'status', sort: 'status', place: '' },
  { name: 'name', sort: 'name', place: '' },
  { name: 'project', sort: 'project', place: FROM_MD },
  { name: 'type', sort: 'type', place: FROM_XL },
  { name: 'latency', sort: 'latency', place: 'justify-end' },
  { name: 'recent', place: FROM_XL },
  { name: 'last 24 h', sort: 'success', place: FROM_LG },
  { name: 'checked', sort: 'checked', place: `justify-end ${FROM_MD}` },
  { name: 'labels', place: FROM_WIDE },
];

interface Props {
  ids: readonly string[];
  at: number;
  picked: ReadonlySet<string>;
  onPick: (id: string) => void;
  onPickAll: (ids: ReadonlySet<string>) => void;
  filter: Filter;
  onSort: (filter: Filter) => void;
}

export const ServiceTable = memo(function ServiceTable({ filter, onSort, ...rows }: Props) {
  return (
    <DataTable
      label="Services"
      columns={COLUMNS}
      grid={GRID}
      cells={Cells}
      order={filter}
      onOrder={(order) => onSort({ ...filter, ...order })}
      sight={(ids) => <Past ids={ids} />}
      {...rows}
    />
  );
});

/** Fetches what the rows in sight show of the past. */
function Past({ ids }: { ids: readonly string[] }) {
  useRecall(ids);
  useStrips(ids);
  return null;
}

const Cells = memo(function Cells({ id }: { id: string }) {
  const service = useService(id);
  const trace = useTrace(id);
  const strip = useStrip(id);
  if (!service) return null;
  const { health } = service;
  return (
    <>
      <span role="cell">
        <StatusBadge status={shown(service)} />
      </span>
      <span role="cell" className="flex min-w-0 items-baseline gap-2">
        <Link href={`/services/${id}`} className="max-w-full shrink-0 truncate font-[550] hover:underline" title={id}>
          {service.name}
        </Link>
        <span className="truncate text-[12px] text-faint md:hidden">{service.project}</span>
        {health.cause ? <span className="truncate text-[12px] text-faint max-lg:hidden">{`because of ${health.cause}`}</span> : null}
      </span>
      <span role="cell" className={`truncate text-mute ${FROM_MD}`}>
        {service.project}
      </span>
      <span role="cell" className={`truncate text-mute ${FROM_XL}`}>
        {service.type}
      </span>
      <span role="cell" className="num text-right" title={`good checks of 24 h: ${percent(health.success_rate)}`}>
        {latency(health.latency_ms)}
      </span>
      <span role="cell" className={FROM_XL}>
        <Spark values={trace} status={health.status} />
      </span>
      <span role="cell" className={FROM_LG} data-strip={id}>
        <UptimeStrip strip={strip} now={shown(service)} />
      </span>
      <span role="cell" className={`text-right text-mute ${FROM_MD}`}>
        <Ago at={health.last_check_at} none="never" />
      </span>
      <span role="cell" className={`flex min-w-0 gap-1 ${FROM_WIDE}`}>
        {Object.entries(service.labels)
          .slice(0, 3)
          .map(([key, value]) => (
            <span key={key} className="truncate rounded bg-line2 px-1.5 text-[11.5px] text-mute" title={`${key}=${value}`}>
              {value ? `${key}=${value}` : key}
            </span>
          ))}
      </span>
    </>
  );
});
