import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { latency, percent } from '../../format/numbers';
import { useService, useTrace } from '../../live/hooks';
import { useRecall } from '../../live/recall';
import { Ago } from '../../parts/Ago';
import { Spark } from '../../parts/Spark';
import { StatusBadge, shown } from '../../parts/StatusBadge';
import type { Filter, Sort } from './filter';

const ROW = 38;
const GRID =
  'grid items-center gap-x-3 px-3 grid-cols-[24px_92px_minmax(0,1fr)_72px] md:grid-cols-[24px_100px_minmax(160px,2fr)_minmax(90px,1fr)_84px_84px_100px_72px_minmax(0,1fr)] lg:gap-x-4';

const COLUMNS: { name: string; sort?: Sort; place: string }[] = [
  { name: 'status', sort: 'status', place: '' },
  { name: 'name', sort: 'name', place: '' },
  { name: 'project', sort: 'project', place: 'max-md:hidden' },
  { name: 'type', sort: 'type', place: 'max-md:hidden' },
  { name: 'latency', sort: 'latency', place: 'justify-end' },
  { name: 'recent', place: 'max-md:hidden' },
  { name: 'checked', sort: 'checked', place: 'justify-end max-md:hidden' },
  { name: 'labels', place: 'max-md:hidden' },
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

/** The virtual table: only the rows in sight are drawn, and each follows its own service. */
export const ServiceTable = memo(function ServiceTable({ ids, at, picked, onPick, onPickAll, filter, onSort }: Props) {
  const body = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(180);
  // The filters above may wrap into more lines: where the rows begin is measured, not known.
  useLayoutEffect(() => {
    const box = body.current?.getBoundingClientRect();
    if (box) setMargin(Math.round(box.top + window.scrollY));
  }, []);
  const rows = useWindowVirtualizer({
    count: ids.length,
    estimateSize: () => ROW,
    overscan: 12,
    scrollMargin: margin,
    scrollPaddingStart: 92,
    scrollPaddingEnd: 24,
  });
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' });
  }, [at, rows]);
  const inSight = rows.getVirtualItems();
  useRecall(inSight.map(({ index }) => ids[index] as string));
  const whole = ids.length > 0 && picked.size >= ids.length;
  return (
    <div className="card overflow-clip" role="table" aria-label="Services" aria-rowcount={ids.length + 1}>
      <div role="rowgroup" className="sticky top-[51px] z-10 rounded-t-[10px] border-line2 border-b bg-panel">
        <div role="row" className={`${GRID} [&_input]:block h-[34px] font-medium text-[11.5px] text-faint`}>
          <span role="columnheader">
            <input type="checkbox" aria-label="Select all" checked={whole} onChange={() => onPickAll(new Set(whole ? [] : ids))} />
          </span>
          {COLUMNS.map((column) => (
            <Heading key={column.name} {...column} filter={filter} onSort={onSort} />
          ))}
        </div>
      </div>
      <div ref={body} role="rowgroup" className="relative" style={{ height: rows.getTotalSize() }}>
        {inSight.map((item) => (
          <Row
            // Not the virtualizer's key: with keys that change, it would measure ten thousand rows of the same height anew.
            key={ids[item.index] as string}
            id={ids[item.index] as string}
            index={item.index}
            top={item.start - rows.options.scrollMargin}
            current={item.index === at}
            picked={picked.has(ids[item.index] as string)}
            onPick={onPick}
          />
        ))}
      </div>
    </div>
  );
});

function Heading({ name, sort, place, filter, onSort }: (typeof COLUMNS)[number] & Pick<Props, 'filter' | 'onSort'>) {
  const on = sort !== undefined && filter.sort === sort;
  const Arrow = filter.descending ? ArrowDown : ArrowUp;
  return (
    <span role="columnheader" aria-sort={on ? (filter.descending ? 'descending' : 'ascending') : undefined} className={`flex ${place}`}>
      {sort ? (
        <button
          type="button"
          className="flex items-center gap-1 py-1 hover:text-text"
          onClick={() => onSort({ ...filter, sort, descending: on && !filter.descending })}
        >
          {name}
          {on ? <Arrow size={11} aria-hidden /> : null}
        </button>
      ) : (
        name
      )}
    </span>
  );
}

interface RowProps {
  id: string;
  index: number;
  top: number;
  current: boolean;
  picked: boolean;
  onPick: (id: string) => void;
}

const Row = memo(function Row({ id, index, top, current, picked, onPick }: RowProps) {
  const service = useService(id);
  const trace = useTrace(id);
  if (!service) return null;
  const { health } = service;
  const place = 'truncate text-mute max-md:hidden';
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={id}
      data-current={current || undefined}
      className={`${GRID} [&_input]:block absolute inset-x-0 top-0 contain-strict border-line2 border-b hover:bg-line2/50 data-current:bg-line2 ${picked ? 'bg-info-bg' : ''}`}
      style={{ height: ROW, transform: `translateY(${top}px)` }}
    >
      <span role="cell">
        <input type="checkbox" aria-label={`Select ${id}`} checked={picked} onChange={() => onPick(id)} />
      </span>
      <span role="cell">
        <StatusBadge status={shown(service)} />
      </span>
      <span role="cell" className="flex min-w-0 items-baseline gap-2">
        <Link href={`/services/${id}`} className="truncate font-[550] hover:underline" title={id}>
          {service.name}
        </Link>
        {health.cause ? <span className="truncate text-[12px] text-faint max-md:hidden">{`because of ${health.cause}`}</span> : null}
      </span>
      <span role="cell" className={place}>
        {service.project}
      </span>
      <span role="cell" className={place}>
        {service.type}
      </span>
      <span role="cell" className="num text-right" title={`good checks of 24 h: ${percent(health.success_rate)}`}>
        {latency(health.latency_ms)}
      </span>
      <span role="cell" className="max-md:hidden">
        <Spark values={trace} status={health.status} />
      </span>
      <span role="cell" className="text-right text-mute max-md:hidden">
        <Ago at={health.last_check_at} none="never" />
      </span>
      <span role="cell" className="flex min-w-0 gap-1 max-md:hidden">
        {Object.entries(service.labels)
          .slice(0, 3)
          .map(([key, value]) => (
            <span key={key} className="truncate rounded bg-line2 px-1.5 text-[11.5px] text-mute" title={`${key}=${value}`}>
              {value ? `${key}=${value}` : key}
            </span>
          ))}
      </span>
    </div>
  );
});
