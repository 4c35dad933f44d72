import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { capital } from '../../format/words';
import type { Path } from './draft';
import { idOf, useForm } from './form';

const SHORT = new Set(['cpu', 'http', 'id', 'json', 'pid', 'tls', 'url']);

/** A name of the hub's as a label: `follow_redirects` is Follow redirects, and `insecure_tls` Insecure TLS. */
export const label = (name: string): string =>
  capital(
    name
      .split('_')
      .map((word) => (SHORT.has(word) ? word.toUpperCase() : word))
      .join(' '),
  );

/** What a field's element says of itself. */
export interface Spoken {
  id: string;
  'aria-describedby': string;
  'aria-invalid': boolean | undefined;
  onBlur: () => void;
}

/** A label, the field, what it means, and what is wrong with it. */
export function Frame({
  path,
  name,
  about,
  note,
  group = false,
  children,
}: {
  path: Path;
  name: string;
  about?: ReactNode;
  note?: ReactNode;
  /** Whether there are several elements in it, so that its name is that of a group. */
  group?: boolean;
  children: (spoken: Spoken) => ReactNode;
}) {
  const form = useForm();
  const wrong = form.wrong(path);
  const id = idOf(path);
  const body = (
    <>
      <div className="mb-1 flex flex-wrap items-baseline justify-between gap-x-3">
        {group ? (
          <span id={`${id}-name`} className="font-[550] text-[12.5px]">
            {name}
          </span>
        ) : (
          <label htmlFor={id} className="font-[550] text-[12.5px]">
            {name}
          </label>
        )}
        {note ? <span className="text-[11.5px] text-faint">{note}</span> : null}
      </div>
      {children({
        id,
        'aria-describedby': `${id}-wrong ${id}-about`,
        'aria-invalid': wrong.length > 0 ? true : undefined,
        onBlur: () => form.visit(path),
      })}
      <div id={`${id}-wrong`} aria-live="polite">
        {wrong.map((text) => (
          <p key={text} className="mt-1 flex gap-1.5 text-[12px] text-down">
            <TriangleAlert size={13} className="mt-[2px] shrink-0" aria-hidden />
            <span className="min-w-0 break-words">{text}</span>
          </p>
        ))}
      </div>
      <p id={`${id}-about`} className="mt-1 text-[12px] text-faint empty:hidden">
        {about}
      </p>
    </>
  );
  return group ? (
    <div role="group" aria-labelledby={`${id}-name`} className="min-w-0" data-field={path.join('.')}>
      {body}
    </div>
  ) : (
    <div className="min-w-0" data-field={path.join('.')}>
      {body}
    </div>
  );
}
