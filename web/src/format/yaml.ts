import type { Service } from '../wire/types';

/** Words that YAML would read as something else than text. */
const AMBIGUOUS = /^(|~|null|true|false|yes|no|on|off|[-+]?[\d.][\d.eE+_:-]*)$/i;
const PLAIN = /^[A-Za-z0-9_./~][A-Za-z0-9 _./:@?=&+~%,-]*$/;

function scalar(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value !== 'string') return String(value);
  const plain = PLAIN.test(value) && !AMBIGUOUS.test(value) && !value.includes(': ') && !value.endsWith(':') && !value.endsWith(' ');
  return plain ? value : JSON.stringify(value);
}

function lines(value: unknown, indent: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => nested(`${indent}-`, item, `${indent}  `));
  return Object.entries(value as object).flatMap(([key, item]) => nested(`${indent}${scalar(key)}:`, item, `${indent}  `));
}

function nested(head: string, value: unknown, indent: string): string[] {
  if (value === null || typeof value !== 'object') return [`${head} ${scalar(value)}`];
  if (Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object'))
    return [`${head} [${value.map(scalar).join(', ')}]`];
  const inner = lines(value, indent);
  return inner.length === 0 ? [`${head} {}`] : [head, ...inner];
}

/** Any JSON value as YAML. */
export function yaml(value: unknown): string {
  return value !== null && typeof value === 'object' ? lines(value, '').join('\n') : scalar(value);
}

/** A service as it is written in `hale.yaml`, with every setting that is in force. */
export function definition(service: Service): string {
  const { type: kind, url, ...options } = service.check;
  const short = typeof url === 'string' && Object.keys(options).length === 0;
  const body: Record<string, unknown> = {
    check: short ? url : { type: kind, ...(url === undefined ? {} : { url }), ...options },
    type: service.type,
    interval: service.interval,
    timeout: service.timeout,
    retries: service.retries,
    degraded_above: service.degraded_above,
    recover_after: service.recover_after,
    soft_failure: service.soft_failure,
  };
  if (service.degrade_after) body.degrade_after = service.degrade_after;
  if (!service.critical) body.critical = false;
  if (service.depends_on.length > 0) body.depends_on = service.depends_on;
  if (Object.keys(service.labels).length > 0) body.labels = service.labels;
  if (service.version) body.version = service.version;
  if (service.port) body.port = service.port;
  if (service.id !== `${service.project}-${service.name}`) body.id = service.id;
  return yaml({ projects: { [service.project]: { services: { [service.name]: body } } } });
}
