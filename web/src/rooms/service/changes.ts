import { span } from '../../format/time';
import type { DefinitionChange } from '../../wire/types';

const FIELDS = 4;

/** Which fields a change touched: `check.url, timeout`. */
export function fields({ fields }: DefinitionChange): string {
  if (fields.length === 0) return 'something, while the hub did not run';
  const named = fields.slice(0, FIELDS).map((one) => (one.secret ? `${one.field} (a credential)` : one.field));
  return fields.length > FIELDS ? `${named.join(', ')} and ${fields.length - FIELDS} more` : named.join(', ');
}

/** Who made it, or where it stands: `hale.yaml:12`. */
export const place = ({ declared_at, managed_by }: DefinitionChange): string =>
  declared_at ?? (managed_by === 'file' ? 'hale.yaml' : 'over the API');

/** How long before something else a change was: `3 min before it broke`. */
export const before = ({ at }: DefinitionChange, broke: string): string =>
  `${span(Date.parse(broke) - Date.parse(at), true)} before it broke`;
