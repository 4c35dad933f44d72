import { useQuery } from '@tanstack/react-query';
import { api } from '../wire/api';

/** Whether who looks at the page may also change what is watched; not before the hub has said so. */
export function useMayEdit(): boolean {
  const { data } = useQuery({ queryKey: ['me'], queryFn: ({ signal }) => api.me(signal), staleTime: Number.POSITIVE_INFINITY });
  return data !== undefined && data.role !== 'viewer';
}
