/** The hub's records as they come over the wire. Null and absent mean the same. */

export type Status = 'up' | 'degraded' | 'down' | 'unknown';
export type ProjectHealth = 'healthy' | 'degraded' | 'unhealthy' | 'unknown';
export type DeploymentStatus = 'pending' | 'installing' | 'starting' | 'running' | 'unhealthy' | 'stopped' | 'failed';
export type Maybe<T> = T | null | undefined;

export interface Page<T> {
  items: T[];
  next_cursor?: string | null;
}

export interface Phases {
  dns_ms?: number | null;
  connect_ms?: number | null;
  tls_ms?: number | null;
  first_byte_ms?: number | null;
  total_ms?: number | null;
}

export interface Result {
  at: string;
  success: boolean;
  status: Status;
  latency_ms?: number | null;
  failure?: string | null;
  message?: string | null;
  attempts?: number | null;
  phases?: Phases | null;
  service_id?: string | null;
}

export interface Health {
  status: Status;
  since?: string | null;
  why?: string | null;
  message?: string | null;
  cause?: string | null;
  last_check_at?: string | null;
  next_check_at?: string | null;
  latency_ms?: number | null;
  consecutive_failures: number;
  consecutive_successes: number;
  success_rate?: number | null;
  error_count: number;
  last_error?: string | null;
  failure?: string | null;
  phases?: Phases | null;
  details?: Record<string, unknown> | null;
  recent?: Result[] | null;
}

export interface Service {
  id: string;
  project: string;
  name: string;
  type: string;
  critical: boolean;
  check: Record<string, unknown>;
  interval: string;
  timeout: string;
  retries: number;
  degraded_above: string;
  recover_after: number;
  soft_failure: string;
  degrade_after?: number | null;
  depends_on: string[];
  labels: Record<string, string>;
  paused: boolean;
  version?: string | null;
  port?: number | null;
  container_id?: string | null;
  health: Health;
  managed_by: string;
  declared_at?: string | null;
  etag: string;
  created_at: string;
  updated_at: string;
}

export interface Project {
  id: string;
  name: string;
  labels: Record<string, string>;
  defaults: Record<string, unknown>;
  primary_target?: string | null;
  targets: string[];
  managed_by: string;
  etag: string;
}

export interface Target {
  id: string;
  project: string;
  url: string;
  interval: string;
  timeout: string;
  status: DeploymentStatus;
  health: {
    status: 'healthy' | 'degraded' | 'down' | 'unknown';
    last_check_at?: string | null;
    response_time_ms?: number | null;
    uptime_seconds?: number | null;
    error_rate?: number | null;
    message?: string | null;
  };
  managed_by: string;
}

export interface Deployment {
  id: string;
  status: DeploymentStatus;
}

export interface HistoryPoint {
  at: string;
  latency_ms?: { min: number; avg: number; max: number; p50: number; p95: number } | null;
  checks: number;
  failures: number;
  status: Status;
}

export interface History {
  from: string;
  to: string;
  step_seconds: number;
  points: HistoryPoint[];
}

export interface ChangeEvent {
  at: string;
  from: Status;
  to: Status;
  why: string;
  message?: string | null;
  cause?: string | null;
  service_id?: string | null;
}

export interface Uptime {
  window: string;
  uptime_percent?: number | null;
  up_seconds: number;
  degraded_seconds: number;
  down_seconds: number;
  unknown_seconds: number;
  paused_seconds: number;
  maintenance_seconds: number;
}

export interface Hub {
  id: string;
  version: string;
  environment: string;
  config: { state: 'ok' | 'bad'; file?: string | null; since?: string | null; findings?: string[] | null };
  started_at: string;
  services: number;
  targets: number;
  /** Finished since the start. */
  checks: number;
}

export interface Problem {
  type?: string | null;
  title?: string | null;
  status: number;
  detail?: string | null;
  trace_id?: string | null;
  errors?: Record<string, string[]> | null;
}
