import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { Confirm } from '../../parts/Confirm';
import { complain, say } from '../../parts/Toast';
import { ApiError, api } from '../../wire/api';

/** Something that can be removed. */
export interface Removable {
  noun: 'service' | 'target' | 'project';
  name: string;
  /** Where it lies. */
  place: string;
  /** What goes with it, in a sentence. */
  means: string;
  /** Where to go when it is gone. */
  after: string;
  /** What of the board may stand in the way: shown with links when the hub refuses. */
  needs: readonly { id: string; href: string }[];
}

/** Asks before something is removed, and asks the hub whether it may be at all. */
export default function Removal({ removable, onClose }: { removable: Removable; onClose: () => void }) {
  const { noun, name, place, means, after, needs } = removable;
  const [here, go] = useLocation();
  const asked = useQuery({
    queryKey: ['removal', place, needs.length],
    queryFn: async ({ signal }) => {
      await api.rehearseRemoval(place, signal);
      return true;
    },
    gcTime: 0,
    retry: false,
  });
  const refused = asked.error instanceof ApiError ? asked.error.message : asked.error ? 'The hub does not answer.' : null;
  const remove = async () => {
    // The page is left first: it goes on asking about what it shows, and would be told that there is no such thing.
    onClose();
    go(after);
    try {
      await api.remove(place);
      say(`${name} removed`);
    } catch (error) {
      complain('Not removed', error);
      go(here);
    }
  };
  return (
    <Confirm
      title={`Remove the ${noun} ${name}?`}
      keep={refused ? 'Close' : 'Keep it'}
      onKeep={onClose}
      act={refused ? undefined : 'Remove'}
      busy={asked.isPending}
      onAct={remove}
    >
      {refused ? (
        <>
          <p className="text-down" role="alert">
            {refused}
          </p>
          {needs.length > 0 ? (
            <ul className="mt-2 flex flex-wrap gap-x-3 gap-y-1" aria-label="In the way">
              {needs.map(({ id, href }) => (
                <li key={id}>
                  <Link href={href} className="link num" onClick={onClose}>
                    {id}
                  </Link>
                </li>
              ))}
            </ul>
          ) : null}
        </>
      ) : (
        <p>{means}</p>
      )}
    </Confirm>
  );
}
