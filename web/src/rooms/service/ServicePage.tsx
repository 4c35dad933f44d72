import { useQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { useLocation, useSearch } from 'wouter';
import { useBoard, useService } from '../../live/hooks';
import { live } from '../../live/store';
import { EmptyState, Skeleton } from '../../parts/EmptyState';
import { ServiceHealthCard } from '../../parts/ServiceHealthCard';
import { check, toggle } from '../../shell/actions';
import { Crumb } from '../../shell/Crumb';
import { useMayEdit } from '../../shell/caller';
import { useKeys } from '../../shell/keys';
import { api } from '../../wire/api';
import type { Service } from '../../wire/types';
import { Definition } from './Definition';
import { Depends } from './Depends';
import { Events } from './Events';
import { Evidence } from './Evidence';
import { LatencyCard } from './LatencyCard';
import { MaintenanceNote } from './MaintenanceNote';
import { ResourcesCard } from './ResourcesCard';
import { Results } from './Results';
import { ServiceHead } from './ServiceHead';
import { UptimeCard } from './UptimeCard';
import { WhyCard } from './WhyCard';

const TABS = ['Health', 'Results', 'Definition'] as const;
type Tab = (typeof TABS)[number];

export default function ServicePage({ id }: { id: string }) {
  useBoard();
  const service = useService(id);
  if (service) return <Known service={service} />;
  if (!live.ready) return <Skeleton lines={8} className="card" />;
  return (
    <div className="card mx-auto mt-8 max-w-[620px]">
      <Crumb parts={[{ text: 'Services', href: '/services' }, id]} />
      <EmptyState page icon={SearchX} title={`There is no service ${id}`}>
        It may have been removed, or renamed. All that are watched are in{' '}
        <a href="/services" className="link">
          Services
        </a>
        .
      </EmptyState>
    </div>
  );
}

function Known({ service }: { service: Service }) {
  const { id, project, name } = service;
  const [path, go] = useLocation();
  const asked = new URLSearchParams(useSearch()).get('tab');
  const tab = TABS.find((one) => one.toLowerCase() === asked) ?? 'Health';
  const may = useMayEdit();
  const keys = { c: () => void check([id]), p: () => void toggle(service), e: () => go(`/services/${id}/edit`) };
  useKeys({ ...(may ? keys : {}), escape: () => go('/services') });
  // Asked again after each check: the results of the last minutes and the time of the next check come with it. A question under way is not
  // given up for a newer result: where checks come faster than answers, nothing would ever be shown.
  const health = useQuery({
    queryKey: ['health', id],
    queryFn: ({ signal }) => api.health(id, signal),
    refetchInterval: ({ state }) => (state.data?.last_check_at === service.health.last_check_at ? 5_000 : 500),
  });
  const recent = health.data?.recent ?? [];
  return (
    <>
      <Crumb parts={[{ text: 'Services', href: '/services' }, { text: project, href: `/services?project=${project}` }, name]} />
      <ServiceHead service={service} next={service.paused ? null : health.data?.next_check_at} />
      <MaintenanceNote id={id} />
      <Tabs tab={tab} onTab={(next) => go(next === 'Health' ? path : `${path}?tab=${next.toLowerCase()}`, { replace: true })} />
      <div className="grid gap-x-[18px] xl:grid-cols-[minmax(0,1fr)_360px]">
        <div className="min-w-0" role="tabpanel" aria-label={tab}>
          {tab === 'Health' ? (
            <>
              <WhyCard service={service} />
              <LatencyCard service={service} />
              <ResourcesCard service={service} />
              <UptimeCard id={id} />
              <Evidence service={service} recent={recent} />
            </>
          ) : null}
          {tab === 'Results' ? <Results recent={recent} loading={health.isPending} /> : null}
          {tab === 'Definition' ? <Definition service={service} /> : null}
        </div>
        <div className="min-w-0">
          <ServiceHealthCard service={service} />
          <Depends service={service} />
          <Events service={service} />
        </div>
      </div>
    </>
  );
}

function Tabs({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }) {
  return (
    <div role="tablist" aria-label="Views" className="mb-[18px] flex gap-[18px] border-line border-b">
      {TABS.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          aria-selected={one === tab}
          className="-mb-px border-transparent border-b-2 px-px py-2 font-medium text-mute hover:text-text aria-selected:border-text aria-selected:text-text"
          onClick={() => onTab(one)}
        >
          {one}
        </button>
      ))}
    </div>
  );
}
