import { Pause, Play, RefreshCw, X } from 'lucide-react';
import { useState } from 'react';
import { counted } from '../../format/numbers';
import { check, pause, resume } from '../../shell/actions';
import { useMayEdit } from '../../shell/caller';

const ACTIONS = [
  { name: 'Check now', icon: RefreshCw, run: check },
  { name: 'Pause', icon: Pause, run: pause },
  { name: 'Resume', icon: Play, run: resume },
];

/** What can be done with the rows that are selected. */
export function BulkBar({ ids, onDone }: { ids: readonly string[]; onDone: () => void }) {
  const [busy, setBusy] = useState(false);
  const may = useMayEdit();
  if (ids.length === 0 || !may) return null;
  const act = async (run: (ids: readonly string[]) => Promise<void>) => {
    setBusy(true);
    await run(ids);
    setBusy(false);
    onDone();
  };
  return (
    <div
      role="toolbar"
      aria-label="Selection"
      className="card fixed bottom-16 left-1/2 z-30 flex max-w-[calc(100vw-24px)] -translate-x-1/2 flex-wrap items-center gap-2 px-3 py-2 shadow-[var(--float)] md:bottom-5"
    >
      <span className="px-1 font-[550]">{counted(ids.length, 'service')}</span>
      {ACTIONS.map(({ name, icon: Icon, run }) => (
        <button key={name} type="button" className="btn" disabled={busy} onClick={() => act(run)}>
          <Icon size={13} aria-hidden />
          {name}
        </button>
      ))}
      <button
        type="button"
        className="grid size-7 place-items-center text-faint hover:text-text"
        aria-label="Clear the selection"
        onClick={onDone}
      >
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}
