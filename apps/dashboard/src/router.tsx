import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  useParams,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';

import { pathForBrowser, pathForRouter } from './api/byte-address.ts';
import { ACCOUNT_PAGES } from './features/account/routes.ts';
import { AGENT_PAGES } from './features/agents/routes.ts';
import { APPLICATION_PAGES } from './features/applications/routes.ts';
import { AUDIT_PAGES } from './features/audit/routes.ts';
import { COMMIT_PAGES } from './features/commits/routes.ts';
import { DELIVERY_PAGES } from './features/delivery/routes.ts';
import { DEPLOYMENT_PAGES } from './features/deployments/routes.ts';
import { GO_PAGES } from './features/go/routes.ts';
import { HOME_PAGES } from './features/home/routes.ts';
import { INBOX_PAGES } from './features/inbox/routes.ts';
import { ISSUE_PAGES } from './features/issues/routes.ts';
import { JOURNEY_PAGES } from './features/journeys/routes.ts';
import { OWNER_PAGES } from './features/owners/routes.ts';
import { PEOPLE_PAGES } from './features/people/routes.ts';
import { PIPELINE_PAGES } from './features/pipelines/routes.ts';
import { PROJECT_PAGES } from './features/projects/routes.ts';
import { PULL_PAGES } from './features/pulls/routes.ts';
import { REF_PAGES } from './features/refs/routes.ts';
import { RELEASE_PAGES } from './features/releases/routes.ts';
import { REPOSITORY_PAGES } from './features/repositories/routes.ts';
import { sessionQuery } from './features/session/queries.ts';
import { SETTINGS_PAGES } from './features/settings/routes.ts';
import { SYSTEM_PAGES } from './features/system/routes.ts';
import { TASK_PAGES } from './features/tasks/routes.ts';
import { TOKEN_PAGES } from './features/tokens/routes.ts';
import { WORK_PAGES } from './features/work/routes.ts';
import { FailureView, SkeletonRows } from './parts/loaded.tsx';
import { openSections } from './parts/system-sections.ts';
import { addressParams } from './routing/address-params.ts';
import type { PageDatum } from './routing/define-page.ts';
import { AppFrame } from './shell/app-frame.tsx';
import { NotFoundPage } from './shell/not-found.tsx';

/** Every address that has a page. The first segment is an owner, or "-", which is ours. */
export const PAGES: readonly PageDatum[] = [
  ...HOME_PAGES,
  ...INBOX_PAGES,
  ...WORK_PAGES,
  ...PROJECT_PAGES,
  ...DEPLOYMENT_PAGES,
  ...TASK_PAGES,
  ...DELIVERY_PAGES,
  ...AGENT_PAGES,
  ...JOURNEY_PAGES,
  ...SYSTEM_PAGES,
  ...PEOPLE_PAGES,
  ...TOKEN_PAGES,
  ...APPLICATION_PAGES,
  ...AUDIT_PAGES,
  ...ACCOUNT_PAGES,
  ...GO_PAGES,
  ...OWNER_PAGES,
  ...REPOSITORY_PAGES,
  ...SETTINGS_PAGES,
  ...COMMIT_PAGES,
  ...REF_PAGES,
  ...RELEASE_PAGES,
  ...PULL_PAGES,
  ...ISSUE_PAGES,
  ...PIPELINE_PAGES,
];

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
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session === null) throw redirect({ href: `/-/sign-in?next=${encodeURIComponent(location.href)}` });
  },
});

/** Without a part in the address: the first one that is open to the reader. */
const systemRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/-/system',
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    throw redirect({ href: `/-/system/${openSections(session ?? { grants: [] })[0] ?? 'account'}`, replace: true });
  },
});

/** The route of a page: code and data are on their way together, and the page is there as soon as its code is. */
function routeOf({ path, load, read }: PageDatum) {
  const Page = lazyRouteComponent(async () => ({ default: (await load()) as (params: object) => ReactNode }));
  const WithParams = Object.assign(
    () => {
      const raw = useParams({ strict: false });
      const params = useMemo(() => addressParams(raw), [raw]);
      return params === null ? <NotFoundPage /> : <Page {...params} />;
    },
    { preload: Page.preload },
  );
  return createRoute({
    getParentRoute: () => frameRoute,
    path,
    component: WithParams,
    loader: ({ context: { queryClient }, params: raw, location }) => {
      const params = addressParams(raw);
      const ahead = { client: queryClient, search: new URLSearchParams(location.searchStr) };
      // The page's own parts tell what could not be read.
      if (params !== null) read(params as never, ahead).catch(() => undefined);
    },
  });
}

/** What no other address matches; the way on stays beside it. */
const nowhereRoute = createRoute({ getParentRoute: () => frameRoute, path: '$', component: NotFoundPage });

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
    routeTree: rootRoute.addChildren([signInRoute, frameRoute.addChildren([systemRoute, ...PAGES.map(routeOf), nowhereRoute])]),
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
