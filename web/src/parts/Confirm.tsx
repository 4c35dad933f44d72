import type { ReactNode } from 'react';
import { Dialog } from '../shell/Dialog';

interface Props {
  /** The question. */
  title: string;
  /** What comes of it. */
  children: ReactNode;
  /** The word of the way back. */
  keep: string;
  onKeep: () => void;
  /** The word of the deed; without one there is only the way back. */
  act?: string | undefined;
  busy?: boolean;
  onAct: () => void;
}

/** Asks before something is done that is not undone with a click. The way back has the focus. */
export function Confirm({ title, children, keep, onKeep, act, busy = false, onAct }: Props) {
  return (
    <Dialog label={title} onClose={onKeep}>
      <h2 className="card-head">{title}</h2>
      <div className="px-4 py-3">{children}</div>
      <div className="flex justify-end gap-2 border-line2 border-t p-3">
        <button type="button" className="btn" onClick={onKeep}>
          {keep}
        </button>
        {act ? (
          <button type="button" className="btn danger" disabled={busy} onClick={onAct}>
            {act}
          </button>
        ) : null}
      </div>
    </Dialog>
  );
}
