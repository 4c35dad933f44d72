import type { DeploymentStatus, Health, Service, Target, TargetHealth } from '../wire/types';

/** A service for a test; what matters is given. */
export function someService(id: string, health: Partial<Health> = {}, rest: Partial<Service> = {}): Service {
  const [project = '', ...name] = id.split('-');
  return {
    id,
    project,
    name: name.join('-'),
    type: 'api',
    critical: true,
    check: { type: 'http', url: `http://${id}/health` },
    interval: '30s',
    timeout: '5s',
    retries: 3,
    degraded_above: '1s',
    recover_after: 1,
    soft_failure: 'down',
    depends_on: [],
    labels: {},
    paused: false,
    managed_by: 'api',
    etag: 'e',
    created_at: '2026-11-05T10:00:00.000Z',
    updated_at: '2026-11-05T10:00:00.000Z',
    ...rest,
    health: { status: 'up', consecutive_failures: 0, consecutive_successes: 1, error_count: 0, ...health },
  };
}

/** A target for a test, by its full name. */
export function someTarget(full: string, health: Partial<TargetHealth> = {}, status: DeploymentStatus = 'running'): Target {
  const [project = '', id = ''] = full.split(':');
  return {
    id,
    project,
    url: `http://${project}.test`,
    interval: '60s',
    timeout: '5s',
    retries: 3,
    degraded_above: '1s',
    recover_after: 1,
    soft_failure: 'degraded',
    status,
    managed_by: 'api',
    etag: 'e',
    created_at: '2026-11-05T10:00:00.000Z',
    updated_at: '2026-11-05T10:00:00.000Z',
    health: { status: 'healthy', ...health },
  };
}
