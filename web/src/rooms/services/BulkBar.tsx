import { type LucideIcon, Pause, Play, RefreshCw, X } from 'lucide-react';
import { useState } from 'react';
import { counted } from '../../format/numbers';
import { Confirm } from '../../parts/Confirm';
import { check, pause, resume } from '../../shell/actions';
import { useMayEdit } from '../../shell/caller';

interface Action {
  name: string;
  icon: LucideIcon;
  run: (ids: readonly string[]) => Promise<void>;
  /** What many at once mean; asked before then. */
  many?: string;
}

const ACTIONS: readonly Action[] = [
  { name: 'Check now', icon: RefreshCw, run: check, many: 'All of them are asked as fast as they answer, beside their regular checks.' },
  { name: 'Pause', icon: Pause, run: pause, many: 'Nobody is told when one of them goes down, until they are resumed.' },
  { name: 'Resume', icon: Play, run: resume },
];

/** From how many on it is asked first: nobody picks so many one by one. */
const MANY = 25;

/** What can be done with the rows that are selected. */
export function BulkBar({ ids, onDone }: { ids: readonly string[]; onDone: () => void }) {
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState<Action | null>(null);
  const may = useMayEdit();
  if (ids.length === 0 || !may) return null;
  const act = async (run: Action['run']) => {
    setAsked(null);
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
      {ACTIONS.map((action) => (
        <button
          key={action.name}
          type="button"
          className="btn"
          disabled={busy}
          onClick={() => (action.many && ids.length >= MANY ? setAsked(action) : act(action.run))}
        >
          <action.icon size={13} aria-hidden />
          {action.name}
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
      {asked ? (
        <Confirm
          title={`${asked.name}: ${counted(ids.length, 'service')}?`}
          keep="Not now"
          onKeep={() => setAsked(null)}
          act={asked.name}
          onAct={() => act(asked.run)}
        >
          {asked.many}
        </Confirm>
      ) : null}
    </div>
  );
}
