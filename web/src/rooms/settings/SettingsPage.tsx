import { CheckCircle2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { counted } from '../../format/numbers';
import { Ago } from '../../parts/Ago';
import { Card } from '../../parts/Card';
import { EmptyState, Skeleton } from '../../parts/EmptyState';
import { StatusBadge } from '../../parts/StatusBadge';
import { Crumb } from '../../shell/Crumb';
import { pace, useHub } from '../../shell/hub';
import { setTheme, type Theme, useTheme } from '../../shell/theme';
import type { Hub } from '../../wire/types';

const THEMES: Theme[] = ['system', 'light', 'dark'];

export default function SettingsPage() {
  const { data: hub, error } = useHub();
  return (
    <div className="max-w-[820px]">
      <Crumb parts={['Settings']} />
      <h1 className="mb-4 font-[620] text-[21px] tracking-[-0.021em]">Settings</h1>
      <Card title="Configuration">
        {hub ? <Config hub={hub} /> : error ? <EmptyState title="The hub does not say">{error.message}</EmptyState> : <Skeleton />}
      </Card>
      <Card title="Status pages">{hub ? <StatusPages hub={hub} /> : <Skeleton lines={1} />}</Card>
      <Card title="Appearance">
        <Appearance />
      </Card>
      <Card title="About">
        {hub ? (
          <Facts
            rows={[
              ['hub', hub.id],
              ['version', hub.version],
              ['environment', hub.environment],
              ['watches', counted(hub.services, 'service')],
              ['pace', pace()],
              [
                'API',
                <a key="api" className="link" href="/openapi/v1.json">
                  /openapi/v1.json
                </a>,
              ],
              [
                'metrics',
                <a key="metrics" className="link" href="/metrics">
                  /metrics
                </a>,
              ],
              [
                'for Grafana',
                <a key="grafana" className="link" href="/grafana/hale.json" download>
                  /grafana/hale.json
                </a>,
              ],
            ]}
          />
        ) : (
          <Skeleton />
        )}
      </Card>
    </div>
  );
}

function Facts({ rows }: { rows: [string, ReactNode][] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-8 gap-y-[5px] px-4 py-3">
      {rows.map(([term, value]) => (
        <div key={term} className="contents">
          <dt className="text-mute">{term}</dt>
          <dd className="num break-all">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Config({ hub }: { hub: Hub }) {
  const { state, file, since, findings } = hub.config;
  if (state === 'ok')
    return (
      <p className="flex items-center gap-2 px-4 py-3">
        <CheckCircle2 size={15} className="text-up" aria-hidden />
        <span>
          <span className="num">{file ?? 'hale.yaml'}</span> is in force
          {since ? (
            <>
              , read <Ago at={since} />
            </>
          ) : null}
          .
        </span>
      </p>
    );
  return (
    <div className="px-4 py-3">
      <p className="mb-2 flex flex-wrap items-center gap-2">
        <StatusBadge status="degraded" text="refused" />
        <span>
          <span className="num">{file ?? 'hale.yaml'}</span> has {counted(findings?.length ?? 0, 'problem')}; the last good one stays in
          force. Mend it and save: it is read again within five seconds.
        </span>
      </p>
      <ul className="num rounded-[7px] border border-line2 bg-bg p-3 text-[12px] leading-[1.6] text-mute">
        {findings?.map((finding) => (
          <li key={finding} className="break-words">
            {finding}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What strangers may see, and nothing else. */
function StatusPages({ hub }: { hub: Hub }) {
  if (hub.status_pages.length === 0)
    return (
      <p className="px-4 py-3 text-mute">
        None is published. Declare one under <code className="num">status_pages</code> in{' '}
        <span className="num">{hub.config.file ?? 'hale.yaml'}</span>, and it is served without a token.
      </p>
    );
  return (
    <ul>
      {hub.status_pages.map(({ id, title, path }) => (
        <li key={id} className="row flex flex-wrap items-baseline gap-x-4 px-4 py-2.5">
          <a href={path} className="link font-[550]">
            {title}
          </a>
          <span className="num text-[12px] text-faint">{path}</span>
        </li>
      ))}
    </ul>
  );
}

function Appearance() {
  const theme = useTheme();
  return (
    <fieldset className="flex items-center gap-4 px-4 py-3">
      <legend className="sr-only">Theme</legend>
      {THEMES.map((one) => (
        <label key={one} className="flex items-center gap-1.5">
          <input type="radio" name="theme" checked={theme === one} onChange={() => setTheme(one)} />
          {one}
        </label>
      ))}
    </fieldset>
  );
}
