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
import { sessionQuery } from './features/session/queries.ts';
import { openSections } from './parts/system-frame.tsx';
import { FailureView, SkeletonRows } from './parts/loaded.tsx';
import { AppFrame } from './shell/app-frame.tsx';
import { NotFoundPage } from './shell/not-found.tsx';

interface RouterContext {
  queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({ component: Outlet, errorComponent: RouteFailure });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/-/sign-in',
  component: lazyRouteComponent(() => import('./features/session/page.tsx'), 'SignInPage'),
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

/** One page with and without a step in the address, so that choosing a step or a line keeps what was typed and scrolled. */
const pipelineRoute = page('/$owner/$repo/pipelines/$number', () => import('./features/pipelines/page.tsx'), 'PipelinePage');

/** Without a part in the address: the first one that is open to the reader. */
const systemRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/-/system',
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    throw redirect({ href: `/-/system/${openSections(session ?? { grants: [] })[0] ?? 'account'}`, replace: true });
  },
});

/** Every address that has a page. The first segment is an owner, or "-", which is ours. */
const pages = [
  page('/', () => import('./features/home/page.tsx'), 'HomePage'),
  page('/-/inbox', () => import('./features/inbox/page.tsx'), 'InboxPage'),
  page('/-/projects', () => import('./features/projects/list-page.tsx'), 'ProjectsPage'),
  page('/-/projects/$project', () => import('./features/projects/page.tsx'), 'ProjectPage'),
  page('/-/projects/$project/deployments/$id', () => import('./features/deployments/page.tsx'), 'DeploymentPage'),
  page('/-/projects/$project/environments/$environment', () => import('./features/deployments/environment-page.tsx'), 'EnvironmentPage'),
  page('/-/projects/$project/tasks/$task', () => import('./features/tasks/page.tsx'), 'TaskPage'),
  page('/-/delivery', () => import('./features/delivery/page.tsx'), 'DeliveryPage'),
  page('/-/agents', () => import('./features/agents/page.tsx'), 'AgentsPage'),
  page('/-/journeys/$trace', () => import('./features/journeys/page.tsx'), 'JourneyPage'),
  systemRoute,
  page('/-/system/health', () => import('./features/system/page.tsx'), 'HealthPage'),
  page('/-/system/people', () => import('./features/people/page.tsx'), 'PeoplePage'),
  page('/-/system/tokens', () => import('./features/tokens/page.tsx'), 'TokensPage'),
  page('/-/system/audit', () => import('./features/audit/page.tsx'), 'AuditPage'),
  page('/-/system/account', () => import('./features/account/page.tsx'), 'AccountPage'),
  page('/-/go/$', () => import('./features/go/page.tsx'), 'GoPage'),
  page('/$owner', () => import('./features/owners/page.tsx'), 'OwnerPage'),
  page('/$owner/$repo', () => import('./features/repositories/page.tsx'), 'RepositoryPage'),
  page('/$owner/$repo/src/$', () => import('./features/repositories/page.tsx'), 'RepositoryPage'),
  page('/$owner/$repo/commits/$', () => import('./features/commits/list-page.tsx'), 'CommitsPage'),
  page('/$owner/$repo/commit/$sha', () => import('./features/commits/page.tsx'), 'CommitPage'),
  page('/$owner/$repo/branches', () => import('./features/refs/page.tsx'), 'BranchesPage'),
  page('/$owner/$repo/tags', () => import('./features/refs/page.tsx'), 'TagsPage'),
  page('/$owner/$repo/issues', () => import('./features/issues/list-page.tsx'), 'IssuesPage'),
  page('/$owner/$repo/issues/new', () => import('./features/issues/new-page.tsx'), 'NewIssuePage'),
  page('/$owner/$repo/issues/$number', () => import('./features/issues/page.tsx'), 'IssuePage'),
  page('/$owner/$repo/pipelines', () => import('./features/pipelines/list-page.tsx'), 'PipelinesPage'),
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
