import { Dialog } from '../../shell/Dialog';

/** Asks before what was written is given up. */
export function Leaving({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  return (
    <Dialog label="Leave without saving?" onClose={onStay}>
      <h2 className="card-head">Leave without saving?</h2>
      <p className="px-4 py-3">What you changed here is lost then.</p>
      <div className="flex justify-end gap-2 border-line2 border-t p-3">
        <button type="button" className="btn" onClick={onStay}>
          Stay
        </button>
        <button type="button" className="btn danger" onClick={onLeave}>
          Leave
        </button>
      </div>
    </Dialog>
  );
}
