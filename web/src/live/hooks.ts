import { useSyncExternalStore } from 'react';
import type { Service } from '../wire/types';
import type { Board } from './board';
import { live } from './store';
import type { Link } from './stream';

const onShape = live.subscribe('shape');
const onFigures = live.subscribe('figures');
const onLink = live.subscribe('link');
const onMoving = live.subscribe('moving');

/** The board, drawn anew when a service, project or target changes, but not with every result. */
export function useBoard(): Board {
  useSyncExternalStore(onShape, () => live.versions.shape);
  return live.board;
}

/** A number that grows with every drawing of ticking figures: latencies, last checks. */
export function useFigures(): number {
  return useSyncExternalStore(onFigures, () => live.versions.figures);
}

/** A number that grows when a service, project or target changes. */
export function useShape(): number {
  return useSyncExternalStore(onShape, () => live.versions.shape);
}

/** A service as it stands, with its ticking figures. */
export function useService(id: string): Service | undefined {
  return useSyncExternalStore(onFigures, () => live.board.services.get(id));
}

/** The newest latencies of a service, oldest first; drawn anew as they come. */
export function useTrace(id: string): number[] {
  useSyncExternalStore(onFigures, () => live.board.traced(id));
  return live.board.trace(id);
}

/** Whether somebody scrolls the page. */
export function useMoving(): boolean {
  return useSyncExternalStore(onMoving, () => live.moving);
}

export function useLink(): Link {
  return useSyncExternalStore(onLink, () => live.link);
}

/** Whether what is on screen may be old. */
export function useStale(): boolean {
  return useLink().state === 'lost';
}
