import { Confirm } from '../../parts/Confirm';

/** Asks before what was written is given up. */
export function Leaving({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  return (
    <Confirm title="Leave without saving?" keep="Stay" onKeep={onStay} act="Leave" onAct={onLeave}>
      What you changed here is lost then.
    </Confirm>
  );
}
