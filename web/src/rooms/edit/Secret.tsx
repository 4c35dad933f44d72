import { type ReactNode, useState } from 'react';
import { at, MASK, type Path } from './draft';
import { Frame } from './Frame';
import { useForm } from './form';

/** A credential: never shown. One that is stored stays so until another is written, or it is taken away. */
export function SecretField({ path, name, about }: { path: Path; name: string; about: string }) {
  const { draft, set } = useForm();
  const [stored] = useState(() => at(draft, path) === MASK);
  const value = at(draft, path);
  const text = value === undefined || value === MASK ? '' : String(value);
  const kept = value === MASK;
  return (
    <Frame path={path} name={name} about={about} note={stored ? (kept ? 'one is stored' : 'the stored one goes with saving') : undefined}>
      {(spoken) => (
        <div className="flex gap-2">
          <input
            {...spoken}
            type="password"
            autoComplete="new-password"
            className="field num block min-w-0 flex-1"
            placeholder={kept ? 'stored; write to replace it' : ''}
            value={text}
            onChange={(event) => set(path, event.target.value === '' && stored ? MASK : event.target.value)}
          />
          {stored ? (
            <button type="button" className="btn" onClick={() => set(path, value === undefined ? MASK : undefined)}>
              {value === undefined ? 'Keep it' : 'Take away'}
            </button>
          ) : null}
        </div>
      )}
    </Frame>
  );
}

/** What is said of a value in which the hub has masked a credential. */
export const kept = (about: ReactNode): ReactNode => (
  <>
    {about}
    {about ? '. ' : ''}
    <span className="num">***</span> stands for the credential that is stored; leave it, or write a new one in its place.
  </>
);
