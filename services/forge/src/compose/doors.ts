import {
  edgeProof,
  createHttpApp,
  mountApiDescription,
  mountEventFeed,
  mountNativeDescription,
  mountOperations,
  Places,
} from '@mosaic/platform/http';
import { createAuthenticator } from '@mosaic/platform/identity';
import type { Health } from '@mosaic/platform/lifecycle';

import { describeForge, GITEA_DESCRIPTION_PATH } from '../api/gitea/description.ts';
import { mountUnserved } from '../api/gitea/unserved-paths.ts';
import { renderError } from '../api/render-error.ts';
import { FILE_OPERATIONS, GITEA_OPERATIONS, NATIVE_OPERATIONS } from '../api/routes.ts';
import { mountGitLfs } from '../doors/git-lfs/routes.ts';
import { mountGitHttp } from '../doors/git-http/routes.ts';
import { listenSsh } from '../doors/git-ssh/listen-ssh.ts';
import { mountOauth } from '../doors/oauth.ts';
import { mountPages } from '../doors/pages.ts';
import { authenticateGitea, giteaCredential } from '../identity/authenticate.ts';
import { KeySignIn } from '../keys/key-sign-in.ts';
import { FETCHES_READ } from '../wire/read-fetch.ts';
import type { Aggregates } from './aggregates.ts';
import type { ForgePorts } from './ports.ts';

/** Requests of the APIs in hand at once: each may hold a git process, as long as its client takes to read the answer. */
const REQUESTS = 48;
/** Large files that come or go at once; git-lfs moves eight at a time. */
const TRANSFERS = 64;

/** The ways in: one listener with Gitea's API, our native API, the event feed and git; and git by SSH. */
export async function composeDoors(
  { settings, log, keyring, accounts, events }: ForgePorts,
  { context, slots, lfs, pushes, guard }: Aggregates,
  health: () => Promise<Health>,
) {
  const authenticator = createAuthenticator({ door: 'forge', accounts });
  const app = createHttpApp({
    name: 'forge',
    log,
    hosts: settings.hosts,
    health,
    renderError: renderError(settings.publicUrl),
    authenticate: authenticator.authenticate,
  });
  const proof = edgeProof(keyring);
  const queue = { waiting: settings.maxGitWaiting, waitMs: settings.gitWaitMs };
  const identity = { credential: giteaCredential, authenticate: authenticateGitea(authenticator, context.people) };
  const admission = { places: new Places({ of: 'places for requests', places: REQUESTS, ...queue }), proof };
  mountOperations(app, GITEA_OPERATIONS, { ...identity, context, prefix: '/api/v1', admission });
  mountUnserved(app, '/api/v1');
  mountApiDescription(app, GITEA_DESCRIPTION_PATH, describeForge);
  mountNativeDescription(app, 'forge', NATIVE_OPERATIONS);
  mountOperations(app, NATIVE_OPERATIONS, { ...identity, context, admission });
  mountEventFeed(app, events, { ...identity, grant: 'forge:feed:admin' });
  const git = {
    repositories: context.repositories,
    organizations: context.organizations,
    pushes,
    guard,
    people: context.people,
    slots,
    readers: new Places({ of: 'places for requests of git', places: FETCHES_READ, ...queue }),
    settings,
    log,
  };
  mountOperations(app, FILE_OPERATIONS, { ...identity, context, admission });
  await mountGitHttp(app, { ...identity, ...git, edgeProof: proof });
  const byKey = { deployKeys: context.deployKeys.reader, keys: new KeySignIn({ keys: context.keys, people: context.people, log }), lfs };
  const transfers = new Places({ of: 'places for large files', places: TRANSFERS, ...queue });
  await mountGitLfs(app, { ...identity, ...git, ...byKey, transfers, edgeProof: proof });
  await mountOauth(app, { accounts, publicUrl: settings.publicUrl, proof });
  mountPages(app, settings.publicUrl);
  const ssh = { ...git, ...byKey };
  const { dataFolder, slowClientMs, sshSignInMs: signInMs } = settings;
  return { app, listenSsh: () => listenSsh(ssh, { ...settings.ssh, dataFolder, slowClientMs, signInMs }) };
}
