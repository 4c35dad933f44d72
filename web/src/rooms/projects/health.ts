import type { ProjectHealth, Service } from '../../wire/types';

/** A project's health after the contract: a critical member down is unhealthy; a non-critical one down, or anything degraded, is degraded. */
export function projectHealth(services: readonly Service[]): ProjectHealth {
  let worst: ProjectHealth = 'unknown';
  for (const { paused, critical, health } of services) {
    if (paused || health.status === 'unknown') continue;
    if (health.status === 'down' && critical) return 'unhealthy';
    // A healthy dependant of a dependency that is down counts as degraded.
    const degraded = health.status !== 'up' || health.cause != null;
    if (degraded) worst = 'degraded';
    else if (worst === 'unknown') worst = 'healthy';
  }
  return worst;
}
