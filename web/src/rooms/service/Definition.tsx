import { useQuery } from '@tanstack/react-query';
import { Copy, Pencil, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';
import { needing } from '../../live/dependants';
import { live } from '../../live/store';
import { Card } from '../../parts/Card';
import { CopyBlock } from '../../parts/Copy';
import { EmptyState, Skeleton } from '../../parts/EmptyState';
import { useMayEdit } from '../../shell/caller';
import { api, place } from '../../wire/api';
import type { Definition as Said, Service } from '../../wire/types';

const Removal = lazy(() => import('../edit/Removal'));

/** The service as `hale.yaml` says it, with what it inherits; what the API made can be changed, copied and removed from here. */
export function Definition({ service }: { service: Service }) {
  const { id, etag } = service;
  const { data, error } = useQuery({
    queryKey: ['definition', id, etag],
    queryFn: ({ signal }) => api.definition(place('services', id), signal),
    placeholderData: (before) => before,
  });
  const may = useMayEdit();
  const file = service.managed_by === 'file';
  return (
    <Card title="Definition" note={file ? `declared in ${service.declared_at ?? 'hale.yaml'}` : 'made through the API'}>
      <div className="p-4">
        <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
          <p className="min-w-0 flex-1 basis-[300px] text-mute">
            {file
              ? 'It is read-only here: change the file, and the hub follows within five seconds.'
              : 'Put it into hale.yaml to declare it in the file.'}
          </p>
          {may ? <Actions service={service} file={file} /> : null}
        </div>
        {data ? <CopyBlock text={data.yaml} label="Definition in YAML" /> : null}
        {!data && error ? <EmptyState title="The hub does not say">{error.message}</EmptyState> : null}
        {!data && !error ? <Skeleton /> : null}
      </div>
      {data ? <Settings said={data} /> : null}
    </Card>
  );
}

function Actions({ service: { id }, file }: { service: Service; file: boolean }) {
  const [removing, setRemoving] = useState(false);
  return (
    <div className="flex flex-wrap gap-2">
      {file ? null : (
        <Link href={`/services/${id}/edit`} className="btn">
          <Pencil size={13} aria-hidden />
          Edit
        </Link>
      )}
      <Link href={`/new/service?copy=${id}`} className="btn">
        <Copy size={13} aria-hidden />
        Duplicate
      </Link>
      {file ? null : (
        <button type="button" className="btn danger" onClick={() => setRemoving(true)}>
          <Trash2 size={13} aria-hidden />
          Remove
        </button>
      )}
      <Suspense>
        {removing ? (
          <Removal
            removable={{
              noun: 'service',
              name: id,
              place: place('services', id),
              means: 'It is no longer watched. To take it only out of the counts for a while, pause it.',
              after: '/services',
              needs: needing(id, live.board.list).map((one) => ({ id: one.id, href: `/services/${one.id}` })),
            }}
            onClose={() => setRemoving(false)}
          />
        ) : null}
      </Suspense>
    </div>
  );
}

const GIVERS: Record<string, string> = { project: 'the project', hub: 'the hub', built_in: 'Hale' };

/** Every setting that is in force, and whose it is. */
function Settings({ said }: { said: Said }) {
  return (
    <dl
      className="grid grid-cols-[auto_auto_1fr] gap-x-5 gap-y-[3px] border-line2 border-t px-4 py-3 text-[12px]"
      aria-label="Settings in force"
    >
      {Object.entries(said.inherited).map(([name, { value, from }]) => {
        const own = said.given[name];
        return (
          <div key={name} className="contents">
            <dt className="text-mute">{name.replaceAll('_', ' ')}</dt>
            <dd className="num">{String(own ?? value)}</dd>
            <dd className="text-faint">{own === undefined ? `from ${GIVERS[from] ?? from}` : 'its own'}</dd>
          </div>
        );
      })}
    </dl>
  );
}
