import type { components } from './openapi';

/**
 * The hub's records, made from its OpenAPI description (`npm run types`). Two things that the description leaves open are said here: that null and
 * absent mean the same, and which words a status may be.
 */
type Schemas = components['schemas'];

/** What may be null may also be absent. */
type Wire<T> = T extends readonly (infer U)[]
  ? Wire<U>[]
  : T extends object
    ? { [K in keyof T as null extends T[K] ? never : K]: Wire<T[K]> } & { [K in keyof T as null extends T[K] ? K : never]?: Wire<T[K]> }
    : T;

type View<Name extends keyof Schemas, Said = unknown> = Omit<Wire<Schemas[Name]>, keyof Said> & Said;

type Json = Record<string, unknown>;

export type Status = 'up' | 'degraded' | 'down' | 'unknown';
export type ProjectHealth = 'healthy' | 'degraded' | 'unhealthy' | 'unknown';
export type DeploymentStatus = 'pending' | 'installing' | 'starting' | 'running' | 'unhealthy' | 'stopped' | 'failed';

export interface Page<T> {
  items: T[];
  next_cursor?: string | null;
}

export type Phases = View<'PhasesView'>;
export type Result = View<'ResultView', { status: Status }>;
export type Health = View<'HealthView', { status: Status; details?: Json | null; recent?: Result[] | null }>;
export type Service = View<'ServiceView', { check: Json; labels: Record<string, string>; health: Health }>;
export type Project = View<'ProjectView', { defaults: Json; labels: Record<string, string> }>;
export type TargetHealth = View<'TargetHealthView', { status: 'healthy' | 'degraded' | 'down' | 'unknown' }>;
export type Target = View<
  'TargetView',
  { status: DeploymentStatus; health: TargetHealth; headers?: Record<string, string> | null; expect?: Json | null }
>;
export type HistoryPoint = View<'HistoryPointView', { status: Status }>;
export type History = View<'HistoryView', { points: HistoryPoint[] }>;
export type Resources = View<'ResourcesView'>;
export type ChangeEvent = View<'EventView', { from: Status; to: Status }>;
export type Evidence = View<'EvidenceView'>;
export type Uptime = View<'UptimeView'>;
export type VersionUptime = View<'VersionUptimeView'>;
export type Trend = View<'TrendView'>;
export type UptimeDay = View<'UptimeDayView'>;
export type UptimeDays = View<'UptimeDaysView', { days: UptimeDay[] }>;
/** How something stood in a part of a time. */
export type Slot = Status | 'paused' | 'maintenance';
export type UptimeStrip = View<'UptimeStripView', { slots: Slot[] }>;
export type UptimeStrips = View<'UptimeStripsView', { items: UptimeStrip[] }>;
export type Maintenance = View<'MaintenanceView', { state: 'active' | 'planned' | 'over' }>;
export type FieldChange = View<'FieldChangeView'>;
export type DefinitionChange = View<'ChangeView', { fields: FieldChange[] }>;
export type Explanation = View<'ExplanationView', { status: Status; changes: DefinitionChange[]; evidence: Evidence[] }>;
export type StatusPage = View<'StatusPageView'>;
export type Hub = View<'HubView', { status_pages: StatusPage[] }>;
export type Inherited = View<'InheritedView'>;
export type Definition = View<'DefinitionView', { given: Json; inherited: Record<string, Inherited> }>;
export type Trial = View<'TrialView', { status: Status; details?: Json | null }>;
export type Caller = View<'CallerView'>;

/** A problem document, RFC 9457. */
export interface Problem {
  title?: string | null;
  status: number;
  detail?: string | null;
  trace_id?: string | null;
  errors?: Record<string, string[]> | null;
}

/** A deployment, as far as the page looks at one: how far it is, and what went wrong. */
export interface Deployment {
  id: string;
  status: DeploymentStatus;
  /** What it does now; null when it is not under way. */
  progress_message?: string | null;
  error_message?: string | null;
}
