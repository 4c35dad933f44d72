/** The hub's words for why and how, as a person says them. */

const FAILURES: Record<string, string> = {
  timeout: 'no answer in time',
  connect_timeout: 'no connection in time',
  dns: 'the name does not resolve',
  refused: 'connection refused',
  unreachable: 'host unreachable',
  reset: 'connection reset',
  tls: 'the certificate or handshake failed',
  http_status: 'wrong HTTP status',
  body: 'wrong body',
  protocol: 'not the expected protocol',
  auth: 'login refused',
  exit_code: 'the command failed',
  resource: 'out of resources',
  heartbeat_missed: 'no heartbeat',
  blocked: 'blocked by policy',
  internal: 'the check itself failed',
};

const WHYS: Record<string, string> = {
  first_success: 'first good answer',
  fast: 'fast again',
  slow: 'answers slowly',
  body_degraded: 'says that it is degraded',
  body_ok: 'says that it is well again',
  failures: 'too many failures in a row',
  soft_failures: 'too many failures in a row',
  degraded_after: 'failures in a row',
  recovered: 'recovered',
  paused: 'paused',
  resumed: 'resumed, not checked yet',
  hub_isolated: 'the hub itself is cut off',
  stopped: 'it is stopped',
  imported: 'another tool said so',
};

/** A failure kind in words. */
export const failureWords = (kind: string | null | undefined): string => (kind ? (FAILURES[kind] ?? kind.replaceAll('_', ' ')) : '');

/** Why a status is what it is, in words; the failure's kind says more where there is one. */
export function reason(why: string | null | undefined, failure?: string | null): string {
  if (failure) return failureWords(failure);
  return why ? (WHYS[why] ?? why.replaceAll('_', ' ')) : 'not checked yet';
}

/** The same text as the beginning of a sentence. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
