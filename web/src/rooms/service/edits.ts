import { useQuery } from '@tanstack/react-query';
import { api } from '../../wire/api';
import type { Service } from '../../wire/types';

/** How many changes are asked for, and shown. */
export const EDITS = 20;

/** The newest changes of a service's definition; asked for again when it changes. */
export function useEdits({ id, etag }: Service) {
  return useQuery({
    queryKey: ['changes', id, etag],
    queryFn: ({ signal }) => api.changes(id, EDITS, signal),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
