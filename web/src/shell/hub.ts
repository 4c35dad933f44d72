import { useQuery } from '@tanstack/react-query';
import { api } from '../wire/api';
import type { Hub } from '../wire/types';

interface Reading {
  at: number;
  checks: number;
}

let before: Reading | null = null;
let perSecond: number | null = null;

/** Checks per second between two readings; before a second one, and after a restart of the hub, since its start. */
export function rate(hub: Pick<Hub, 'checks' | 'started_at'>, last: Reading | null, now: number): number {
  const from = last && last.checks <= hub.checks && now - last.at >= 1000 ? last : { at: Date.parse(hub.started_at), checks: 0 };
  return Math.max(0, hub.checks - from.checks) / Math.max(1, (now - from.at) / 1000);
}

async function read(signal: AbortSignal): Promise<Hub> {
  const hub = await api.hub(signal);
  const now = Date.now();
  if (perSecond === null || !before || now - before.at >= 1000) perSecond = rate(hub, before, now);
  before = { at: now, checks: hub.checks };
  return hub;
}

/** The hub itself: what it is and how its file stands. */
export const useHub = () =>
  useQuery({ queryKey: ['hub'], queryFn: ({ signal }) => read(signal), refetchInterval: 5_000, staleTime: 4_000, retry: false });

/** `7.1 checks/s`; empty before it is known. */
export const pace = (): string => (perSecond === null ? '' : `${perSecond.toFixed(1)} checks/s`);
