import { useQuery } from '@tanstack/react-query';
import { api } from '../../wire/api';
import type { Inherited } from '../../wire/types';
import { type Forms, forms } from './schema';

const FOREVER = Number.POSITIVE_INFINITY;

/** What the hub's schema says of forms; null until it is there. */
export function useForms(): { forms: Forms | null; error: Error | null } {
  const { data, error } = useQuery({
    queryKey: ['schema'],
    queryFn: async ({ signal }) => forms(await api.schema(signal)),
    staleTime: FOREVER,
  });
  return { forms: data ?? null, error };
}

/** The settings that hold where none are given; those of before until the new ones are there. */
export function useDefaults(query: Record<string, string>): Readonly<Record<string, Inherited>> {
  const { data } = useQuery({
    queryKey: ['defaults', query],
    queryFn: ({ signal }) => api.defaults(query, signal),
    placeholderData: (before) => before,
  });
  return data?.inherited ?? {};
}
