import type { ProjectHealth, Service, Target } from '../wire/types';

/**
 * A project's health after the contract: a critical member down is unhealthy; a non-critical one down, or anything degraded, is degraded. Every target is
 * critical. What is paused, stopped or unknown counts nowhere.
 */
export function projectHealth(services: readonly Service[], targets: readonly Target[]): ProjectHealth {
  let worst: ProjectHealth = 'unknown';
  for (const { paused, critical, health } of services) {
    if (paused || health.status === 'unknown') continue;
    if (health.status === 'down' && critical) return 'unhealthy';
    // A healthy dependant of a dependency that is down counts as degraded.
    const degraded = health.status !== 'up' || health.cause != null;
    if (degraded) worst = 'degraded';
    else if (worst === 'unknown') worst = 'healthy';
  }
  for (const { status, health } of targets) {
    if (status === 'stopped' || health.status === 'unknown') continue;
    if (health.status === 'down') return 'unhealthy';
    if (health.status === 'degraded') worst = 'degraded';
    else if (worst === 'unknown') worst = 'healthy';
  }
  return worst;
}
