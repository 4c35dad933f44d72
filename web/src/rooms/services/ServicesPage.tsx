import { Plus, SearchX } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { count } from '../../format/numbers';
import { useNow } from '../../live/clock';
import { useBoard, useMoving } from '../../live/hooks';
import { live } from '../../live/store';
import { EmptyState, Skeleton } from '../../parts/EmptyState';
import { Crumb } from '../../shell/Crumb';
import { useMayEdit } from '../../shell/caller';
import { useKeys } from '../../shell/keys';
import { BulkBar } from './BulkBar';
import { FilterBar } from './FilterBar';
import { type Filter, readFilter, select, writeFilter } from './filter';
import { ServiceTable } from './ServiceTable';

/** Figures that tick with every check put rows in a new order at most this often. */
const REORDER_MS = 5_000;
const TICKING = new Set(['latency', 'success', 'checked']);

/**
 * The filtered and sorted ids, the same array while they are the same. Their order follows each change at once, ticking figures now and then, and nothing while
 * somebody scrolls: rows would move under the eyes that follow them.
 */
function useSelected(filter: Filter, address: string): readonly string[] {
  const last = useRef<{ address: string; ids: readonly string[] }>({ address, ids: [] });
  const moving = useMoving();
  const board = useBoard();
  const turn = Math.floor(useNow() / REORDER_MS);
  const beat = TICKING.has(filter.sort) ? turn : 0;
  const { list } = board;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is the filter as text; the beat is the time for a new order
  return useMemo(() => {
    const { ids: before } = last.current;
    if (moving && before.length > 0 && last.current.address === address) return before;
    const now = TICKING.has(filter.sort) ? list.map(({ id }) => board.services.get(id) ?? never()) : list;
    const ids = select(now, filter).map((one) => one.id);
    const same = ids.length === before.length && ids.every((id, i) => id === before[i]);
    last.current = { address, ids: same ? before : ids };
    return last.current.ids;
  }, [list, address, beat, moving]);
}

function never(): never {
  throw new Error('a listed service is on the board');
}

export function ServicesPage() {
  const search = useSearch();
  const [, go] = useLocation();
  const filter = useMemo(() => readFilter(search), [search]);
  const setFilter = useCallback((next: Filter) => go(`/services${writeFilter(next)}`, { replace: true }), [go]);
  const ids = useSelected(filter, search);
  const [at, setAt] = useState(-1);
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const input = useRef<HTMLInputElement>(null);
  const pick = useCallback((id: string) => setPicked((old) => (old.has(id) ? without(old, id) : new Set(old).add(id))), []);
  const current = ids[at];
  useKeys({
    '/': () => input.current?.focus(),
    j: () => setAt(Math.min(ids.length - 1, at + 1)),
    k: () => setAt(Math.max(0, at - 1)),
    enter: () => current && go(`/services/${current}`),
    x: () => current && pick(current),
    escape: () => (picked.size > 0 ? setPicked(new Set()) : setFilter(readFilter(''))),
  });
  const total = live.board.services.size;
  const may = useMayEdit();
  return (
    <>
      <Crumb parts={['Services']} />
      <div className="mb-3 flex items-baseline gap-2">
        <h1 className="font-[620] text-[21px] tracking-[-0.021em]">Services</h1>
        <span className="num text-faint" data-testid="shown">
          {ids.length === total ? count(total) : `${count(ids.length)} of ${count(total)}`}
        </span>
        {may ? (
          <Link href={`/new/service${filter.project ? `?project=${filter.project}` : ''}`} className="btn ml-auto">
            <Plus size={13} aria-hidden />
            Add service
          </Link>
        ) : null}
      </div>
      {live.ready && total === 0 ? null : <FilterBar filter={filter} onChange={setFilter} input={input} />}
      {live.ready ? null : <Skeleton lines={8} className="card" />}
      {live.ready && ids.length > 0 ? (
        <ServiceTable ids={ids} at={at} picked={picked} onPick={pick} onPickAll={setPicked} filter={filter} onSort={setFilter} />
      ) : null}
      {live.ready && ids.length === 0 ? <Nothing total={total} onClear={() => setFilter(readFilter(''))} /> : null}
      <BulkBar ids={[...picked].filter((id) => live.board.services.has(id))} onDone={() => setPicked(new Set())} />
    </>
  );
}

function without(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const less = new Set(set);
  less.delete(id);
  return less;
}

function Nothing({ total, onClear }: { total: number; onClear: () => void }) {
  if (total === 0)
    return (
      <EmptyState title="Nothing is watched yet">
        <Link href="/new/service" className="link">
          Add a service
        </Link>
        ; the{' '}
        <Link href="/" className="link">
          overview
        </Link>{' '}
        shows three ways to begin.
      </EmptyState>
    );
  return (
    <EmptyState icon={SearchX} title="No service fits">
      <p>{`None of ${count(total)} is like that.`}</p>
      <button type="button" className="btn mt-3" onClick={onClear}>
        Show all
      </button>
    </EmptyState>
  );
}
