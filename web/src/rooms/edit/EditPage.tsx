import { useQuery } from '@tanstack/react-query';
import { Lock, SearchX } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link, Route, Switch, useSearch } from 'wouter';
import { Card } from '../../parts/Card';
import { CopyBlock } from '../../parts/Copy';
import { EmptyState, Skeleton } from '../../parts/EmptyState';
import { Crumb } from '../../shell/Crumb';
import { useMayEdit } from '../../shell/caller';
import { NotFoundPage } from '../../shell/NotFoundPage';
import { ApiError, api, place } from '../../wire/api';
import type { Definition } from '../../wire/types';
import { useForms } from './defaults';
import type { Draft } from './draft';
import { ProjectForm } from './ProjectForm';
import { ServiceForm } from './ServiceForm';
import type { Forms } from './schema';
import { TargetForm } from './TargetForm';

type Parts = Parameters<typeof Crumb>[0]['parts'];

/** A definition as it was when the page was opened: what comes later is a conflict to be told, and not a form that changes under somebody's hands. */
function useDefinition(at: string | null) {
  const [opened] = useState(() => Date.now());
  return useQuery({
    queryKey: ['definition', at, opened],
    queryFn: ({ signal }) => api.definition(at as string, signal),
    enabled: at !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/** The frame of every form: its heading, and what stands there while it can't be filled in. */
function Page({
  parts,
  title,
  at,
  back,
  children,
}: {
  parts: Parts;
  title: string;
  /** Where what is changed or copied lies; null for something new. */
  at: string | null;
  back: string;
  children: (forms: Forms, definition: Definition | null) => ReactNode;
}) {
  const may = useMayEdit();
  const { forms, error } = useForms();
  const { data, error: unread } = useDefinition(at);
  const failed = unread ?? error;
  return (
    <>
      <Crumb parts={parts} />
      <h1 className="mb-4 break-words font-[620] text-[21px] tracking-[-0.021em]">{title}</h1>
      {failed instanceof ApiError && failed.status === 404 ? (
        <EmptyState icon={SearchX} title={failed.message}>
          It may have been removed.{' '}
          <Link href={back} className="link">
            Back
          </Link>
        </EmptyState>
      ) : failed ? (
        <EmptyState title="The hub does not say">{failed.message}</EmptyState>
      ) : !may ? (
        <Waiting back={back} />
      ) : !forms || (at !== null && !data) ? (
        <Skeleton lines={8} className="card" />
      ) : (
        children(forms, data ?? null)
      )}
    </>
  );
}

/** Until the hub has said who asks, and for good when it is somebody who may only look. */
function Waiting({ back }: { back: string }) {
  const { data } = useQuery({ queryKey: ['me'], queryFn: ({ signal }) => api.me(signal), staleTime: Number.POSITIVE_INFINITY });
  if (!data) return <Skeleton lines={8} className="card" />;
  return (
    <div className="card">
      <EmptyState icon={Lock} title="Your token may only look">
        To change what is watched takes a token of the role operator.{' '}
        <Link href={back} className="link">
          Back
        </Link>
      </EmptyState>
    </div>
  );
}

/** What the file declares: to be seen and copied here, and changed there. */
function ReadOnly({ definition, copy }: { definition: Definition; copy?: string }) {
  return (
    <Card title="Definition" note={`declared in ${definition.declared_at ?? 'hale.yaml'}`}>
      <div className="p-4">
        <p className="mb-3 flex flex-wrap items-center gap-x-2 gap-y-1">
          <Lock size={14} className="text-faint" aria-hidden />
          <span>
            It is read-only here: change <span className="num">{definition.declared_at ?? 'hale.yaml'}</span>, and the hub follows within
            five seconds.
          </span>
          {copy ? (
            <Link href={copy} className="link">
              Make a copy
            </Link>
          ) : null}
        </p>
        <CopyBlock text={definition.yaml} label="Definition in YAML" />
      </div>
    </Card>
  );
}

function NewService() {
  const query = new URLSearchParams(useSearch());
  const source = query.get('copy');
  return (
    <Page
      key={source}
      parts={[{ text: 'Services', href: '/services' }, 'New']}
      title={source ? `Copy ${source}` : 'Add a service'}
      at={source === null ? null : place('services', source)}
      back="/services"
    >
      {(forms, found) => (
        <ServiceForm
          base={null}
          forms={forms}
          copied={found !== null}
          start={found ? copyOf(found.given) : { project: query.get('project') ?? 'main', check: { type: 'http' } }}
        />
      )}
    </Page>
  );
}

/** The same under another name. */
function copyOf(given: Draft): Draft {
  const { id: _, ...rest } = given;
  return { ...rest, name: `${given.name}-copy` };
}

function EditService({ id }: { id: string }) {
  return (
    <Page
      key={id}
      parts={[{ text: 'Services', href: '/services' }, { text: id, href: `/services/${id}` }, 'Edit']}
      title={`Edit ${id}`}
      at={place('services', id)}
      back="/services"
    >
      {(forms, found) =>
        found?.managed_by === 'file' ? (
          <ReadOnly definition={found} copy={`/new/service?copy=${id}`} />
        ) : found ? (
          <ServiceForm base={found} start={found.given} forms={forms} />
        ) : null
      }
    </Page>
  );
}

function NewProject() {
  return (
    <Page parts={[{ text: 'Projects', href: '/projects' }, 'New']} title="Add a project" at={null} back="/projects">
      {(forms) => <ProjectForm base={null} forms={forms} />}
    </Page>
  );
}

function EditProject({ id }: { id: string }) {
  return (
    <Page
      key={id}
      parts={[{ text: 'Projects', href: '/projects' }, { text: id, href: `/projects/${id}` }, 'Edit']}
      title={`Edit ${id}`}
      at={place('projects', id)}
      back="/projects"
    >
      {(forms, found) =>
        found?.managed_by === 'file' ? <ReadOnly definition={found} /> : found ? <ProjectForm base={found} forms={forms} /> : null
      }
    </Page>
  );
}

function NewTarget({ project }: { project: string }) {
  const back = `/projects/${project}`;
  return (
    <Page
      parts={[{ text: 'Projects', href: '/projects' }, { text: project, href: back }, 'New target']}
      title={`Add a target to ${project}`}
      at={null}
      back={back}
    >
      {(forms) => <TargetForm project={project} base={null} forms={forms} />}
    </Page>
  );
}

function EditTarget({ project, id }: { project: string; id: string }) {
  const back = `/projects/${project}`;
  return (
    <Page
      key={id}
      parts={[{ text: 'Projects', href: '/projects' }, { text: project, href: back }, id]}
      title={`Edit ${project}:${id}`}
      at={place('projects', project, 'targets', id)}
      back={back}
    >
      {(forms, found) =>
        found?.managed_by === 'file' ? (
          <ReadOnly definition={found} />
        ) : found ? (
          <TargetForm project={project} base={found} forms={forms} />
        ) : null
      }
    </Page>
  );
}

/** All forms, by their addresses. */
export default function EditPage() {
  return (
    <Switch>
      <Route path="/new/service" component={NewService} />
      <Route path="/new/project" component={NewProject} />
      <Route path="/services/:id/edit">{({ id }) => <EditService id={id} />}</Route>
      <Route path="/projects/:id/edit">{({ id }) => <EditProject id={id} />}</Route>
      <Route path="/projects/:project/new-target">{({ project }) => <NewTarget project={project} />}</Route>
      <Route path="/projects/:project/targets/:id/edit">{({ project, id }) => <EditTarget project={project} id={id} />}</Route>
      <Route component={NotFoundPage} />
    </Switch>
  );
}
