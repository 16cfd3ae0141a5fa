import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
  type ErrorComponentProps,
} from '@tanstack/react-router';

import { pathForBrowser, pathForRouter } from './api/byte-address.ts';
import { sessionQuery } from './api/queries.ts';
import { FailureView, SkeletonRows } from './parts/loaded.tsx';
import { AppFrame } from './shell/app-frame.tsx';
import { NotFoundPage } from './pages/not-found.tsx';

interface RouterContext {
  queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({ component: Outlet, errorComponent: RouteFailure });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/-/sign-in',
  component: lazyRouteComponent(() => import('./pages/sign-in.tsx'), 'SignInPage'),
});

/** Everything that needs a session stands below the frame. */
const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  component: AppFrame,
  notFoundComponent: NotFoundPage,
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session === null) throw redirect({ href: `/-/sign-in?next=${encodeURIComponent(location.href)}` });
  },
});

type PageModule = Record<string, () => React.ReactNode>;

function page<M extends PageModule>(path: string, load: () => Promise<M>, name: keyof M & string) {
  return createRoute({
    getParentRoute: () => frameRoute,
    path,
    component: lazyRouteComponent(load, name),
    beforeLoad: ({ params }) => {
      // "-" is ours and never an owner; an address below it that matched nothing else has no page.
      if ((params as Record<string, string | undefined>)['owner'] === '-') throw notFound();
    },
  });
}

const inbox = () => import('./pages/inbox.tsx');
const projects = () => import('./pages/projects.tsx');
const project = () => import('./pages/project.tsx');
const deployments = () => import('./pages/deployment.tsx');
const delivery = () => import('./pages/delivery.tsx');
const agents = () => import('./pages/agents.tsx');
const journey = () => import('./pages/journey.tsx');
const system = () => import('./pages/system.tsx');
const repository = () => import('./pages/repository.tsx');
const commits = () => import('./pages/commits.tsx');
const refs = () => import('./pages/refs.tsx');
const issues = () => import('./pages/issues.tsx');
const pipelines = () => import('./pages/pipelines.tsx');
const pipeline = () => import('./pages/pipeline.tsx');

/** One page with and without a step in the address, so that choosing a step or a line keeps what was typed and scrolled. */
const pipelineRoute = page('/$owner/$repo/pipelines/$number', pipeline, 'PipelinePage');

/** Every address that has a page. The first segment is an owner, or "-", which is ours. */
const pages = [
  page('/', () => import('./pages/home.tsx'), 'HomePage'),
  page('/-/inbox', inbox, 'InboxPage'),
  page('/-/projects', projects, 'ProjectsPage'),
  page('/-/projects/$project', project, 'ProjectPage'),
  page('/-/projects/$project/deployments/$id', deployments, 'DeploymentPage'),
  page('/-/projects/$project/environments/$environment', deployments, 'EnvironmentPage'),
  page('/-/projects/$project/tasks/$task', agents, 'TaskPage'),
  page('/-/delivery', delivery, 'DeliveryPage'),
  page('/-/agents', agents, 'AgentsPage'),
  page('/-/journeys/$trace', journey, 'JourneyPage'),
  page('/-/system', system, 'SystemPage'),
  page('/-/system/$section', system, 'SystemPage'),
  page('/-/go/$', () => import('./pages/go.tsx'), 'GoPage'),
  page('/$owner', projects, 'OwnerPage'),
  page('/$owner/$repo', repository, 'RepositoryPage'),
  page('/$owner/$repo/src/$', repository, 'RepositoryPage'),
  page('/$owner/$repo/commits/$', commits, 'CommitsPage'),
  page('/$owner/$repo/commit/$sha', commits, 'CommitPage'),
  page('/$owner/$repo/branches', refs, 'BranchesPage'),
  page('/$owner/$repo/tags', refs, 'TagsPage'),
  page('/$owner/$repo/issues', issues, 'IssuesPage'),
  page('/$owner/$repo/issues/new', issues, 'NewIssuePage'),
  page('/$owner/$repo/issues/$number', issues, 'IssuePage'),
  page('/$owner/$repo/pipelines', pipelines, 'PipelinesPage'),
  pipelineRoute.addChildren([createRoute({ getParentRoute: () => pipelineRoute, path: '$workflow/$step' })]),
];

function RouteFailure({ error, reset }: ErrorComponentProps) {
  return (
    <main style={{ padding: 24 }}>
      <FailureView error={error} onRetry={reset} />
    </main>
  );
}

function withPath(url: URL, pathname: string): URL {
  if (url.pathname !== pathname) url.pathname = pathname;
  return url;
}

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: rootRoute.addChildren([signInRoute, frameRoute.addChildren(pages)]),
    context: { queryClient },
    rewrite: {
      input: ({ url }) => withPath(url, pathForRouter(url.pathname)),
      output: ({ url }) => withPath(url, pathForBrowser(url.pathname)),
    },
    defaultPendingMs: 150,
    defaultPendingComponent: () => <SkeletonRows rows={12} />,
    defaultErrorComponent: RouteFailure,
    scrollRestoration: true,
  });
}
