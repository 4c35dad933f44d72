import { X } from 'lucide-react';
import { useEffect, useSyncExternalStore } from 'react';

interface Message {
  id: number;
  text: string;
  bad: boolean;
  undo?: () => void;
}

let messages: Message[] = [];
let next = 1;
const listeners = new Set<() => void>();

function set(change: Message[]): void {
  messages = change;
  for (const listener of listeners) listener();
}

/** Says what was done, with a way back where there is one. */
export function say(text: string, undo?: () => void): void {
  set([...messages.slice(-2), { id: next++, text, bad: false, undo }]);
}

/** Says what did not work and why. */
export function complain(what: string, error: unknown): void {
  const why = error instanceof TypeError ? 'the hub does not answer' : error instanceof Error ? error.message : String(error);
  set([...messages.slice(-2), { id: next++, text: `${what}: ${why}`, bad: true }]);
}

const dismiss = (id: number) => set(messages.filter((message) => message.id !== id));

function Line({ message }: { message: Message }) {
  useEffect(() => {
    const timer = setTimeout(() => dismiss(message.id), message.bad ? 12_000 : 6_000);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <div className="card flex items-center gap-3 py-2 pr-2 pl-4 shadow-[var(--float)]" role={message.bad ? 'alert' : undefined}>
      <span className={message.bad ? 'text-down' : ''}>{message.text}</span>
      {message.undo ? (
        <button
          type="button"
          className="btn ml-auto"
          onClick={() => {
            message.undo?.();
            dismiss(message.id);
          }}
        >
          Undo
        </button>
      ) : null}
      <button
        type="button"
        className="ml-auto grid size-7 place-items-center text-faint hover:text-text"
        aria-label="Dismiss"
        onClick={() => dismiss(message.id)}
      >
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => messages,
  );
  return (
    <div className="fixed right-4 bottom-16 z-40 flex max-w-[min(440px,calc(100vw-32px))] flex-col gap-2 md:bottom-4" aria-live="polite">
      {shown.map((message) => (
        <Line key={message.id} message={message} />
      ))}
    </div>
  );
}
