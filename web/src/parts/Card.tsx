import type { ReactNode } from 'react';

/** A panel with a heading; `note` stands at its right end. */
export function Card({
  title,
  note,
  children,
  className = '',
}: {
  title: ReactNode;
  note?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={`card mb-[18px] ${className}`}>
      <h2 className="card-head">
        {title}
        {note === undefined ? null : <small>{note}</small>}
      </h2>
      {children}
    </section>
  );
}
