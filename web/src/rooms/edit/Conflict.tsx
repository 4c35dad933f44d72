import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../wire/api';
import type { Definition } from '../../wire/types';
import { type Draft, differences, same } from './draft';
import type { Subject } from './Editor';

/**
 * What somebody else made of it since it was read; nothing while nobody did. An etag that changed while the definition did not, as when a default of its
 * project changes, is taken over in silence.
 *
 * @param resting - While one's own change is under way, what the board tells is most likely just that.
 */
export function useTheirs(subject: Subject, base: Definition | null, resting: boolean, onSame: (definition: Definition) => void) {
  const [looks, setLooks] = useState(0);
  const moved = base !== null && subject.etag !== undefined && subject.etag !== base.etag;
  const { data } = useQuery({
    queryKey: ['theirs', subject.place, subject.etag, looks],
    queryFn: ({ signal }) => api.definition(subject.place, signal),
    enabled: !resting && (moved || looks > 0),
    gcTime: 0,
  });
  const changed = base !== null && data !== undefined && data.etag !== base.etag;
  const equal = changed && same(data.given, base.given);
  useEffect(() => {
    if (equal) onSame(data);
  }, [equal, data, onSame]);
  return { definition: changed && !equal ? data : undefined, look: () => setLooks(looks + 1) };
}

/** Somebody else changed it meanwhile: what is different, and whose it is to be. */
export function Conflict({
  noun,
  base,
  theirs,
  mine,
  onTake,
  onKeep,
}: {
  noun: string;
  base: Draft;
  theirs: Definition;
  mine: Draft;
  onTake: () => void;
  onKeep: () => void;
}) {
  return (
    <section className="card mb-[18px] border-[var(--deg-fill)]" role="alert" aria-label="Changed meanwhile">
      <h2 className="card-head">{`This ${noun} was changed meanwhile by somebody else`}</h2>
      <section
        className="overflow-x-auto"
        aria-label="What is different"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached from the keyboard
        tabIndex={0}
      >
        <table className="w-full text-[12.5px]">
          <thead className="text-left text-mute">
            <tr className="row [&>th]:px-4 [&>th]:py-2 [&>th]:font-medium">
              <th scope="col">field</th>
              <th scope="col">before</th>
              <th scope="col">theirs</th>
              <th scope="col">yours</th>
            </tr>
          </thead>
          <tbody className="num">
            {differences(base, theirs.given, mine).map(({ path, before, theirs: their, mine: my }) => (
              <tr key={path} className="row align-top [&>*]:break-words [&>*]:px-4 [&>*]:py-1.5">
                <th scope="row" className="text-left font-medium">
                  {path}
                </th>
                <td className="text-mute">{before || '–'}</td>
                <td className={their === before ? 'text-mute' : 'font-semibold'}>{their || '–'}</td>
                <td className={my === before ? 'text-mute' : 'font-semibold'}>{my || '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className="flex flex-wrap gap-2 p-3">
        <button type="button" className="btn" onClick={onTake}>
          Take theirs
        </button>
        <button type="button" className="btn" onClick={onKeep}>
          Keep mine and go over theirs
        </button>
      </div>
    </section>
  );
}
