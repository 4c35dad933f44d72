import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ComponentType, memo, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';

const ROW = 38;

export interface Column<S extends string> {
  name: string;
  /** By what a click on its heading sorts; one without can't be sorted by. */
  sort?: S;
  /** Where it stands, and from which width on it is shown. */
  place: string;
}

export interface Order<S extends string> {
  sort: S;
  descending: boolean;
}

interface Props<S extends string> {
  label: string;
  ids: readonly string[];
  columns: readonly Column<S>[];
  /** The template of the columns, the first of them for the box that selects. */
  grid: string;
  /** The cells of a row after the box that selects; must be the same with every drawing, since rows keep what they show. */
  cells: ComponentType<{ id: string }>;
  order: Order<S>;
  onOrder: (order: Order<S>) => void;
  /** The row that the keys are at; -1 for none. */
  at: number;
  picked: ReadonlySet<string>;
  onPick: (id: string) => void;
  onPickAll: (ids: ReadonlySet<string>) => void;
  /** Something that follows the rows in sight, such as what fetches more of them. */
  sight?: (ids: readonly string[]) => ReactNode;
}

/** A table of any number of rows that scrolls with the page: only the rows in sight are drawn, and each follows what it shows by itself. */
export function DataTable<S extends string>(props: Props<S>) {
  const { label, ids, columns, grid, cells, order, onOrder, at, picked, onPick, onPickAll, sight } = props;
  const body = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(180);
  // What stands above may wrap into more lines: where the rows begin is measured, not known.
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
    // There are rows enough beyond the edges that the next ones may come with the next frame.
    useFlushSync: false,
  });
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' });
  }, [at, rows]);
  const inSight = rows.getVirtualItems();
  const whole = ids.length > 0 && picked.size >= ids.length;
  return (
    <div className="card overflow-clip" role="table" aria-label={label} aria-rowcount={ids.length + 1}>
      <div role="rowgroup" className="sticky top-[51px] z-10 rounded-t-[10px] border-line2 border-b bg-panel">
        <div role="row" className={`${grid} [&_input]:block h-[34px] font-medium text-[11.5px] text-faint`}>
          <span role="columnheader">
            <input type="checkbox" aria-label="Select all" checked={whole} onChange={() => onPickAll(new Set(whole ? [] : ids))} />
          </span>
          {columns.map((column) => (
            <Heading key={column.name} column={column} order={order} onOrder={onOrder} />
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
            grid={grid}
            cells={cells}
            current={item.index === at}
            picked={picked.has(ids[item.index] as string)}
            onPick={onPick}
          />
        ))}
      </div>
      {sight?.(inSight.map(({ index }) => ids[index] as string))}
    </div>
  );
}

function Heading<S extends string>({ column, order, onOrder }: { column: Column<S> } & Pick<Props<S>, 'order' | 'onOrder'>) {
  const { name, sort, place } = column;
  const on = sort !== undefined && order.sort === sort;
  const Arrow = order.descending ? ArrowDown : ArrowUp;
  return (
    <span role="columnheader" aria-sort={on ? (order.descending ? 'descending' : 'ascending') : undefined} className={`flex ${place}`}>
      {sort ? (
        <button
          type="button"
          className="flex items-center gap-1 py-1 hover:text-text"
          onClick={() => onOrder({ sort, descending: on && !order.descending })}
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
  grid: string;
  cells: ComponentType<{ id: string }>;
  current: boolean;
  picked: boolean;
  onPick: (id: string) => void;
}

const Row = memo(function Row({ id, index, top, grid, cells: Cells, current, picked, onPick }: RowProps) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={id}
      data-current={current || undefined}
      className={`${grid} [&_input]:block absolute inset-x-0 top-0 contain-strict border-line2 border-b hover:bg-line2/50 data-current:bg-line2 ${picked ? 'bg-info-bg' : ''}`}
      style={{ height: ROW, transform: `translateY(${top}px)` }}
    >
      <span role="cell">
        <input type="checkbox" aria-label={`Select ${id}`} checked={picked} onChange={() => onPick(id)} />
      </span>
      <Cells id={id} />
    </div>
  );
});
