import { Link } from 'wouter';
import { grouped } from '../../format/groups';
import { counted } from '../../format/numbers';
import { Card } from '../../parts/Card';
import { StatusBadge, shown } from '../../parts/StatusBadge';
import type { Service } from '../../wire/types';

const SHOWN = 12;

/** What else breaks if a service goes down, in a sentence. */
export function reach(focused: Service, broken: readonly Service[]): string {
  const goes = focused.health.status === 'down' ? 'It is down, and' : 'If it goes down,';
  if (broken.length === 0) return focused.health.status === 'down' ? 'It is down; nothing breaks with it.' : 'Nothing breaks with it.';
  const projects = [...grouped(broken, (one) => one.project)].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  const where = projects.map(([project, all]) => (projects.length === 1 ? project : `${all.length} in ${project}`));
  const told = where.length > 4 ? `${where.slice(0, 4).join(', ')} and ${where.length - 4} more projects` : where.join(', ');
  const may = focused.health.status === 'down' ? 'may break' : `break${broken.length === 1 ? 's' : ''}`;
  return `${goes} ${counted(broken.length, 'service')} ${may} with it: ${projects.length === 1 ? `all in ${told}` : told}.`;
}

/** In words, what the picture shows of the service in focus; without one, where a failure would reach furthest. */
export function Blast({
  focused,
  broken,
  worst,
  onFocus,
}: {
  focused: Service | undefined;
  broken: readonly Service[];
  worst: readonly { service: Service; count: number }[];
  onFocus: (id: string | null) => void;
}) {
  if (!focused)
    return (
      <Card title="Most depends on">
        <ul>
          {worst.map(({ service, count }) => (
            <li key={service.id} className="row px-4 py-2">
              <div className="flex items-center gap-2">
                <button type="button" className="truncate font-[550] hover:underline" onClick={() => onFocus(service.id)}>
                  {service.id}
                </button>
                <span className="ml-auto">
                  <StatusBadge status={shown(service)} />
                </span>
              </div>
              <p className="text-[12px] text-mute">{`${counted(count, 'service')} need${count === 1 ? 's' : ''} it`}</p>
            </li>
          ))}
        </ul>
      </Card>
    );
  const { health, depends_on } = focused;
  return (
    <Card
      title={
        <Link href={`/services/${focused.id}`} className="link">
          {focused.id}
        </Link>
      }
      note={<StatusBadge status={shown(focused)} />}
    >
      <div className="space-y-3 px-4 py-3 text-[13px]" aria-live="polite">
        {health.cause ? (
          <p>
            Down because{' '}
            <button type="button" className="link" onClick={() => onFocus(health.cause ?? null)}>
              {health.cause}
            </button>{' '}
            is.
          </p>
        ) : health.message ? (
          <p className="break-words text-mute">{health.message}</p>
        ) : null}
        <p>{depends_on.length > 0 ? `It needs ${depends_on.join(', ')}.` : 'It needs nothing else.'}</p>
        <p className="font-[550]">{reach(focused, broken)}</p>
      </div>
      {broken.length > 0 ? (
        <ul className="border-line2 border-t">
          {broken.slice(0, SHOWN).map((one) => (
            <li key={one.id} className="row flex items-center gap-2 px-4 py-2">
              <button type="button" className="truncate hover:underline" onClick={() => onFocus(one.id)}>
                {one.id}
              </button>
              <span className="ml-auto">
                <StatusBadge status={shown(one)} />
              </span>
            </li>
          ))}
          {broken.length > SHOWN ? <li className="px-4 py-2 text-mute">{`and ${broken.length - SHOWN} more`}</li> : null}
        </ul>
      ) : null}
      <div className="border-line2 border-t p-3">
        <button type="button" className="btn" onClick={() => onFocus(null)}>
          Show all
        </button>
      </div>
    </Card>
  );
}
