import { X } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { useBoard } from '../../live/hooks';
import { StatusBadge, shown } from '../../parts/StatusBadge';
import { closeness } from '../../shell/matches';
import { at, type Path } from './draft';
import { Frame } from './Frame';
import { useForm } from './form';

const MOST = 8;

/** The services that this one needs, found by typing a part of their names. */
export function DependsField({ path, about, self }: { path: Path; about: string; self: string | null }) {
  const board = useBoard();
  const { draft, set, visit } = useForm();
  const chosen = (at(draft, path) ?? []) as string[];
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [current, setCurrent] = useState(0);
  const list = useId();
  const { list: services } = board;
  const found = useMemo(() => {
    const free = services.filter((one) => one.id !== self && !chosen.includes(one.id));
    const ranked = free.map((service) => ({ service, score: closeness(service.id, typed.trim()) })).filter(({ score }) => score > 0);
    return ranked.sort((a, b) => b.score - a.score).slice(0, MOST);
  }, [services, chosen, typed, self]);
  const choose = (id: string | undefined) => {
    if (id === undefined || id === '') return;
    set(path, [...chosen, id]);
    visit(path);
    setTyped('');
    setCurrent(0);
    setOpen(false);
  };
  const press = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowDown') {
      setOpen(true);
      setCurrent(open ? Math.min(found.length - 1, current + 1) : 0);
    } else if (event.key === 'ArrowUp') setCurrent(Math.max(0, current - 1));
    else if (event.key === 'Enter') choose(open ? (found[current]?.service.id ?? typed.trim()) : typed.trim());
    else if (event.key === 'Escape' && open) {
      setOpen(false);
      event.stopPropagation();
    } else if (event.key === 'Backspace' && typed === '') set(path, chosen.slice(0, -1));
    else return;
    if (event.key !== 'Backspace') event.preventDefault();
  };
  return (
    <Frame path={path} name="Depends on" about={about}>
      {(spoken) => (
        <div className="relative">
          <ul className="mb-1.5 flex flex-wrap gap-1.5 empty:hidden" aria-label="Chosen services">
            {chosen.map((id) => (
              <li
                key={id}
                className="inline-flex min-h-[26px] items-center gap-1 rounded-full border border-line bg-bg pr-0.5 pl-2.5 text-[12px]"
              >
                <span className="num">{id}</span>
                <button
                  type="button"
                  className="grid size-6 place-items-center rounded-full text-faint hover:text-text"
                  aria-label={`Does not depend on ${id}`}
                  onClick={() =>
                    set(
                      path,
                      chosen.filter((each) => each !== id),
                    )
                  }
                >
                  <X size={12} aria-hidden />
                </button>
              </li>
            ))}
          </ul>
          <input
            {...spoken}
            role="combobox"
            aria-expanded={open && found.length > 0}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={open && found[current] ? `${list}-${current}` : undefined}
            className="field num block w-full"
            placeholder="a service's name…"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setCurrent(0);
              setOpen(event.target.value.trim() !== '');
            }}
            onKeyDown={press}
            onBlur={() => {
              setOpen(false);
              spoken.onBlur();
            }}
          />
          <div
            id={list}
            role="listbox"
            aria-label="Services found"
            className={`card absolute inset-x-0 z-20 mt-1 max-h-64 overflow-y-auto p-1 shadow-[var(--float)] ${open && found.length > 0 ? '' : 'hidden'}`}
          >
            {found.map(({ service }, i) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's
              <div
                key={service.id}
                id={`${list}-${i}`}
                role="option"
                aria-selected={i === current}
                tabIndex={-1}
                className="flex items-center gap-2.5 rounded-md px-2 py-1.5 aria-selected:bg-line2"
                // The input keeps the focus: what is clicked is chosen before it is left.
                onMouseDown={(event) => event.preventDefault()}
                onMouseMove={() => i !== current && setCurrent(i)}
                onClick={() => choose(service.id)}
              >
                <StatusBadge status={shown(service)} />
                <span className="num min-w-0 truncate text-[12.5px]">{service.id}</span>
              </div>
            ))}
          </div>
        </div>
      )}
    </Frame>
  );
}
