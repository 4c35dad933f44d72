import { type RefObject, useMemo } from 'react';
import { useBoard } from '../../live/hooks';
import { StatusBadge } from '../../parts/StatusBadge';
import { tally } from '../overview/verdict';
import type { Filter } from './filter';

const STATUSES = ['down', 'degraded', 'up', 'unknown', 'paused'] as const;

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly string[];
  onChange: (value: string) => void;
}) {
  return (
    <select aria-label={label} className="field max-w-[180px]" value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{`every ${label.toLowerCase()}`}</option>
      {(value && !options.includes(value) ? [value, ...options] : options).map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  );
}

export function FilterBar({
  filter,
  onChange,
  input,
}: {
  filter: Filter;
  onChange: (filter: Filter) => void;
  input: RefObject<HTMLInputElement | null>;
}) {
  const { list } = useBoard();
  const counts = tally(list);
  const projects = useMemo(() => [...new Set(list.map((one) => one.project))].sort(), [list]);
  const types = useMemo(() => [...new Set(list.map((one) => one.type))].sort(), [list]);
  const toggle = (status: string) => {
    const has = filter.status.includes(status);
    onChange({ ...filter, status: has ? filter.status.filter((one) => one !== status) : [...filter.status, status] });
  };
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      <input
        ref={input}
        type="search"
        aria-label="Filter"
        placeholder="Filter by name, label, address…  /"
        className="field w-full sm:w-[280px]"
        value={filter.q}
        onChange={(event) => onChange({ ...filter, q: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <div className="flex flex-wrap gap-1.5">
        {STATUSES.map((status) => (
          <button
            key={status}
            type="button"
            aria-pressed={filter.status.includes(status)}
            className="flex min-h-[28px] items-center gap-1 rounded-full border border-line bg-panel py-0.5 pr-2.5 pl-1 text-[12px] aria-pressed:border-text"
            onClick={() => toggle(status)}
          >
            <StatusBadge status={status} />
            <span className="num text-mute">{counts[status]}</span>
          </button>
        ))}
      </div>
      <div className="flex gap-2 lg:ml-auto">
        <Choice label="Project" value={filter.project} options={projects} onChange={(project) => onChange({ ...filter, project })} />
        <Choice label="Type" value={filter.type} options={types} onChange={(type) => onChange({ ...filter, type })} />
      </div>
    </search>
  );
}
