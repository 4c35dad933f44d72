import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError, api } from '../../wire/api';
import type { Definition } from '../../wire/types';

/** A write that somebody is about to ask for. */
export interface Write {
  method: 'PUT' | 'POST';
  path: string;
  body: unknown;
}

/** What the hub says of a write that is not made yet. */
export interface Rehearsal {
  /** Whether the hub is still to answer for what the form says now. */
  pending: boolean;
  /** What would be written. */
  definition?: Definition;
  /** Why it would be refused, or why nothing is known. */
  error?: unknown;
}

/** So long nobody types before the hub is asked. */
const QUIET_MS = 250;

/** A value that has rested for a moment. */
function useRested<T>(value: T, ms: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested;
}

/** Asks the hub, while somebody types, what it would say to the write. */
export function useRehearsal(write: Write): Rehearsal {
  const text = JSON.stringify(write);
  const asked = useRested(text, QUIET_MS);
  const { data, error, isFetching } = useQuery({
    queryKey: ['rehearsal', asked],
    queryFn: ({ signal }) => {
      const { method, path, body } = JSON.parse(asked) as Write;
      return api.rehearse(method, path, body, signal);
    },
    gcTime: 0,
    retry: (failures, why) => !(why instanceof ApiError) && failures < 2,
  });
  return { pending: asked !== text || isFetching, definition: error ? undefined : data, error: error ?? undefined };
}
