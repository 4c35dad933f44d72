/** A stream that `early.js` opened before this script was there, and what it has said by now. */
export interface Early {
  socket: EarlySocket;
  said: { data: unknown }[];
}

interface EarlySocket {
  readonly readyState: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  close(): void;
}

const OPEN = 1;

/** Takes the stream over; null where it has ended already. What it said comes once the handlers are set, as if it were said then. */
export function adopt({ socket, said }: Early): EarlySocket | null {
  if (socket.readyState > OPEN) return null;
  queueMicrotask(() => {
    if (socket.readyState === OPEN) socket.onopen?.();
    for (const event of said) socket.onmessage?.(event);
  });
  return socket;
}
