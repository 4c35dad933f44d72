import { lazy, Suspense } from 'react';
import { Route, Router, Switch } from 'wouter';
import { useLink } from './live/hooks';
import { Skeleton } from './parts/EmptyState';
import { Toasts } from './parts/Toast';
import { LoginPage } from './rooms/login/LoginPage';
import { RefusedPage } from './rooms/login/RefusedPage';
import { OverviewPage } from './rooms/overview/OverviewPage';
import { ServicesPage } from './rooms/services/ServicesPage';
import { Failsafe } from './shell/Failsafe';
import { aroundNav } from './shell/guard';
import { NotFoundPage } from './shell/NotFoundPage';
import { Shell } from './shell/Shell';

const ServicePage = lazy(() => import('./rooms/service/ServicePage'));
const ProjectsPage = lazy(() => import('./rooms/projects/ProjectsPage'));
const ProjectPage = lazy(() => import('./rooms/projects/ProjectPage'));
const GraphPage = lazy(() => import('./rooms/graph/GraphPage'));
const EditPage = lazy(() => import('./rooms/edit/EditPage'));
const SettingsPage = lazy(() => import('./rooms/settings/SettingsPage'));

export function App() {
  const link = useLink();
  if (link.state === 'locked') return <LoginPage />;
  if (link.state === 'refused') return <RefusedPage reason={link.reason} />;
  return (
    <Router aroundNav={aroundNav}>
      <Shell>
        <Failsafe>
          <Suspense fallback={<Skeleton />}>
            <Switch>
              <Route path="/" component={OverviewPage} />
              <Route path="/services" component={ServicesPage} />
              <Route path="/services/:id">{({ id }) => <ServicePage key={id} id={id} />}</Route>
              <Route path="/services/:id/edit" component={EditPage} />
              <Route path="/new/*" component={EditPage} />
              <Route path="/projects" component={ProjectsPage} />
              <Route path="/projects/:id">{({ id }) => <ProjectPage key={id} id={id} />}</Route>
              <Route path="/projects/*" component={EditPage} />
              <Route path="/graph" component={GraphPage} />
              <Route path="/settings" component={SettingsPage} />
              <Route component={NotFoundPage} />
            </Switch>
          </Suspense>
        </Failsafe>
      </Shell>
      <Toasts />
    </Router>
  );
}
