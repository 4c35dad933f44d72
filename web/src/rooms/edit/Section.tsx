import type { ReactNode } from 'react';

/** A part of a form, with a heading. */
export function Section({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section className="card mb-[18px]">
      <h2 className="card-head">
        {title}
        {note ? <small>{note}</small> : null}
      </h2>
      <div className="grid gap-x-5 gap-y-4 p-4 sm:grid-cols-2">{children}</div>
    </section>
  );
}

/** What is seldom needed: closed until somebody opens it, or something in it is given. */
export function More({ title, open, children }: { title: string; open: boolean; children: ReactNode }) {
  return (
    <details className="col-span-full" open={open}>
      <summary className="w-fit cursor-pointer rounded text-[12.5px] text-mute hover:text-text">{title}</summary>
      <div className="mt-3 grid gap-x-5 gap-y-4 sm:grid-cols-2">{children}</div>
    </details>
  );
}
