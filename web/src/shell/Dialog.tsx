import { type ReactNode, useEffect, useRef } from 'react';

/** A modal box. The browser keeps the focus inside and gives it back at the end. */
export function Dialog({
  label,
  onClose,
  children,
  className = '',
}: {
  label: string;
  onClose: () => void;
  children: ReactNode;
  className?: string;
}) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the box is a convenience; Escape is the browser's own
    <dialog
      ref={box}
      aria-label={label}
      onClose={onClose}
      onClick={(event) => event.target === box.current && box.current?.close()}
      className={`card m-auto mt-[12vh] w-[min(560px,calc(100vw-24px))] overflow-hidden p-0 text-text shadow-[var(--float)] backdrop:bg-black/30 dark:backdrop:bg-black/60 ${className}`}
    >
      {children}
    </dialog>
  );
}
