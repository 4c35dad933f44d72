import { ArrowRight, Check, type LucideIcon, Minus, Pause, TriangleAlert, X } from 'lucide-react';
import { memo } from 'react';
import type { DeploymentStatus, ProjectHealth, Service, Status, Target } from '../wire/types';

export type Tone = 'up' | 'deg' | 'down' | 'unk' | 'blue';
export type AnyStatus = Status | ProjectHealth | DeploymentStatus | 'paused';

const ICONS: Record<Tone, LucideIcon> = { up: Check, deg: TriangleAlert, down: X, unk: Minus, blue: ArrowRight };

const TONES: Record<AnyStatus, Tone> = {
  up: 'up',
  healthy: 'up',
  running: 'up',
  degraded: 'deg',
  pending: 'deg',
  down: 'down',
  unhealthy: 'down',
  failed: 'down',
  unknown: 'unk',
  stopped: 'unk',
  paused: 'unk',
  installing: 'blue',
  starting: 'blue',
};

/** The tone of any status word; a word this page does not know yet is neutral. */
export function tone(status: string): Tone {
  return TONES[status as AnyStatus] ?? 'unk';
}

/** What a service shows: its status, or that it is paused. */
export function shown(service: Service): Status | 'paused' {
  return service.paused ? 'paused' : service.health.status;
}

/** What a target shows: its health, or that it is stopped, which is no trouble. */
export function standing({ status, health }: Target): string {
  return status === 'stopped' ? 'stopped' : health.status;
}

const SEVERITY: Record<string, number> = { down: 0, degraded: 1, unknown: 2, up: 3, healthy: 3, paused: 4, stopped: 4 };

/** Where what is shown stands in the order in which somebody looks who wants to know what is wrong; a word this page does not know yet is not known. */
export const severity = (status: string): number => SEVERITY[status] ?? 2;

/** A status as icon, word and colour. `text` replaces the word where more than the word is said. */
export const StatusBadge = memo(function StatusBadge({ status, text }: { status: string; text?: string }) {
  const Icon = status === 'paused' ? Pause : ICONS[tone(status)];
  return (
    <span className={`badge tone-${tone(status)}`} data-status={status}>
      <Icon size={11} strokeWidth={2.6} aria-hidden />
      {text ?? status}
    </span>
  );
});
