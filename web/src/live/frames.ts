import type { Deployment, Project, Result, Service, Target } from '../wire/types';

/** Everything at one moment, as the stream begins and as polling collects it. */
export interface Snapshot {
  type: 'snapshot';
  seq: number;
  services: Service[];
  projects?: Project[] | null;
  targets?: Target[] | null;
  deployments?: Deployment[] | null;
}

interface Removed {
  seq: number;
  id: string;
  removed: true;
  project?: string;
}

/** What `/ws/health` sends. */
export type Frame =
  | Snapshot
  | { type: 'service'; seq: number; service: Service; removed?: undefined }
  | ({ type: 'service' } & Removed)
  | { type: 'project'; seq: number; project: Project; removed?: undefined }
  | ({ type: 'project' } & Removed)
  | { type: 'target'; seq: number; target: Target; removed?: undefined }
  | ({ type: 'target' } & Removed)
  | { type: 'deployment'; seq: number; deployment: Deployment; removed?: undefined }
  | ({ type: 'deployment' } & Removed)
  | ({ type: 'result'; seq: number; service_id: string } & Result)
  | { type: 'heartbeat'; seq: number };

/** Reads a frame; null for what is no frame, so that a newer hub's unknown words do no harm. */
export function parse(text: string): Frame | null {
  try {
    const frame: unknown = JSON.parse(text);
    const fits = frame !== null && typeof frame === 'object' && 'type' in frame && 'seq' in frame && typeof frame.seq === 'number';
    return fits ? (frame as Frame) : null;
  } catch {
    return null;
  }
}
