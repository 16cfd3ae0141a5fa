import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import { type NativeCalls, redeemSiteCode, SITE_ENTER_PATH, siteOfHost } from '@mosaic/contracts/mosaic';
import { isMosaicError } from '@mosaic/platform/errors';
import { bearerOf } from '@mosaic/platform/http';
import { permits, type Authenticator } from '@mosaic/platform/identity';
import type { Log } from '@mosaic/platform/log';

import { siteFolders } from '../targets/site/site-folders.ts';
import { contentHash } from './content-hash.ts';
import type { SiteAccess } from './site-access.ts';
import { COOKIE_NAME, COOKIE_SECONDS, sealPass, visitorOf } from './site-cookie.ts';
import { findInOtherReleases, findSiteFile, hasPage } from './site-file.ts';
import { sitePage } from './site-page.ts';
import type { SiteReader } from './site-reader.ts';

export interface SiteServerDeps {
  publicUrl: string;
  /** Folder of all sites. */
  folder: string;
  sites: SiteReader;
  access: SiteAccess;
  accounts: Pick<NativeCalls, 'callOrNull'>;
  authenticator: Authenticator;
  /** Signs the cookies of private sites. */
  key: Buffer;
  log: Log;
}

interface Site {
  project: string;
  environment: string;
  repositoryId: number;
}

/** Sites by host name: static files of the release that is live. Its own app, so that no path of ours hides one of a site's (but {@link SITE_ENTER_PATH}). */
export function createSiteServer(deps: SiteServerDeps): FastifyInstance {
  const app = Fastify({
    logger: false,
    requestTimeout: 0,
    keepAliveTimeout: 75_000,
    exposeHeadRoutes: false,
    frameworkErrors: (_error, _request, reply) => void malformed(reply as FastifyReply),
    routerOptions: { maxParamLength: 4_000 },
  });
  void app.register(fastifyStatic, { root: deps.folder, serve: false, dotfiles: 'allow', index: false, cacheControl: false });
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
  });
  app.setErrorHandler((error, request, reply) => {
    const status = (error as { statusCode?: unknown }).statusCode;
    // What the visitor asked wrongly, e.g. a range beyond the end of a file (416), is no trouble of ours.
    if (typeof status === 'number' && status >= 400 && status < 500)
      return page(reply, status, [
        'This cannot be shown',
        'The request asks for what the site does not have. Look at the address, or begin at the start page.',
      ]);
    deps.log.error({ err: error, host: request.headers.host, requestId: request.id }, 'a site could not be served');
    return page(reply, 503, ['The site cannot be shown now', 'A part of the platform does not answer. Try again shortly.']);
  });
  app.setNotFoundHandler((_request, reply) =>
    page(reply.header('allow', 'GET, HEAD'), 405, ['Only reading', 'A site answers GET and HEAD.']),
  );
  app.route({ method: ['GET', 'HEAD'], url: SITE_ENTER_PATH, handler: (request, reply) => enter(deps, request, reply) });
  app.route({ method: ['GET', 'HEAD'], url: '/*', handler: (request, reply) => serve(deps, request, reply) });
  return app;
}

async function serve(deps: SiteServerDeps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const site = await findSite(deps, request);
  if (site === null) return unknown(reply);
  const visibility = await deps.access.visibility(site.repositoryId);
  if (visibility === 'missing') return unknown(reply);
  if (visibility === 'private') {
    const login = await whoAsks(deps, request, site);
    if (login === null) return askToSignIn(deps, request, reply);
    if (!(await deps.access.mayRead(login, site.repositoryId))) return unknown(reply);
  }
  return sendFile(deps, { site, visibility, request, reply });
}

interface Visit {
  site: Site;
  visibility: 'public' | 'private';
  request: FastifyRequest;
  reply: FastifyReply;
}

async function sendFile(deps: SiteServerDeps, visit: Visit): Promise<FastifyReply> {
  const { site, visibility, request, reply } = visit;
  const [path = '/', search] = request.originalUrl.split('?', 2);
  const folders = siteFolders(deps.folder, site.project, site.environment);
  const found = await findSiteFile(folders.current, path);
  // A name may have passed to another repository since the right to read was looked at; its row is there before its files.
  if ((await findSite(deps, request))?.repositoryId !== site.repositoryId) return unknown(reply);
  if (found.kind === 'folder')
    return setCaching(reply, { visibility }).redirect(search === undefined ? found.path : `${found.path}?${search}`, 308);
  if (found.kind === 'file') return setCaching(reply, { visibility, path: found.path }).sendFile(found.path, found.root);
  const earlier = found.kind === 'missing' && contentHash(path) !== null ? await findInOtherReleases(folders.releases, path) : null;
  if (earlier !== null) return setCaching(reply, { visibility, path: earlier.path }).sendFile(earlier.path, earlier.root);
  setCaching(reply, { visibility });
  if (found.kind === 'missing' && found.root !== null) {
    // The page of a program that routes by itself (surge's convention) is for addresses of pages; a missing script stays missing.
    if (await hasPage(found.root, '200.html')) {
      reply.header('vary', 'accept');
      if (asksForPage(path, request.headers.accept)) return reply.sendFile('200.html', found.root);
    }
    if (await hasPage(found.root, '404.html')) return reply.code(404).sendFile('404.html', found.root);
  }
  return page(reply, 404, ['Not on this site', 'There is no such page here. Look at the address, or begin at the start page.']);
}

/** Whether a path is that of a page: without an extension, or asked for by a browser as one. */
function asksForPage(path: string, accept = ''): boolean {
  if (/^\/\.well-known(?:\/|$)/.test(path)) return false;
  return !path.slice(path.lastIndexOf('/')).includes('.') || accept.includes('text/html');
}

/**
 * A file whose name holds its content's hash is kept for a year; everything else is revalidated each time, so that a deployment
 * shows at once. What is private stays out of shared caches.
 */
function setCaching(reply: FastifyReply, { visibility, path = '' }: { visibility: 'public' | 'private'; path?: string }): FastifyReply {
  const isLasting = contentHash(path) === 'certain';
  const rule = isLasting ? 'max-age=31536000, immutable' : 'no-cache';
  return reply.header('cache-control', visibility === 'private' || isLasting ? `${visibility}, ${rule}` : rule);
}

/** The environment behind the host name that has been deployed to. */
async function findSite({ publicUrl, sites }: SiteServerDeps, request: FastifyRequest): Promise<Site | null> {
  const named = siteOfHost(publicUrl, request.headers.host ?? '');
  if (named === null) return null;
  const found = await sites.find(named);
  return found === null ? null : { ...named, repositoryId: found.repositoryId };
}

/** A token made for sites, or the site's own cookie. */
async function whoAsks({ access, authenticator, key }: SiteServerDeps, { headers }: FastifyRequest, site: Site): Promise<string | null> {
  const token = bearerOf(headers);
  if (token === null) {
    const visitor = visitorOf(key, { cookie: headers.cookie, host: headers.host ?? '' }, Date.now());
    return visitor !== null && (await access.isSignedIn(visitor)) ? visitor.login : null;
  }
  try {
    const caller = await authenticator.authenticate({ token });
    const isReached = caller.repositories === null || caller.repositories.includes(site.repositoryId);
    return isReached && permits(caller, 'forge:repository:read') ? caller.login : null;
  } catch (error) {
    if (isMosaicError(error, 'unauthenticated')) return null;
    throw error;
  }
}

function askToSignIn({ publicUrl }: SiteServerDeps, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (bearerOf(request.headers) !== null || !(request.headers.accept ?? '').includes('text/html')) {
    void reply.header('www-authenticate', 'Bearer realm="site"');
    return page(reply, 401, [
      'Sign in first',
      'This site is for those who may read its repository. Open it in a browser, or send a token made for sites.',
    ]);
  }
  const { protocol } = new URL(publicUrl);
  const back = `${protocol}//${request.headers.host ?? ''}${request.originalUrl}`;
  return reply.header('cache-control', 'no-store').redirect(`${publicUrl}/-/sites/authorize?return=${encodeURIComponent(back)}`, 302);
}

/** Comes back from sign-in with a one-time code of this host; leaves with the site's cookie, on the page that was asked for. */
async function enter(deps: SiteServerDeps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { code, return: back, next } = request.query as Record<string, unknown>;
  const site = await findSite(deps, request);
  if (site === null) return unknown(reply);
  const visit = typeof code === 'string' && code.length <= 200 ? await deps.accounts.callOrNull(redeemSiteCode, { body: { code } }) : null;
  const host = request.headers.host ?? '';
  if (visit === null || visit.host.toLowerCase() !== host.toLowerCase())
    return page(reply, 403, [
      'The sign-in has expired',
      'The link was used already, is older than a minute or was made for another site. Open the site again.',
    ]);
  const secure = deps.publicUrl.startsWith('https:') ? '; Secure' : '';
  const value = sealPass(deps.key, { login: visit.login, credentialId: visit.credentialId, host }, Date.now());
  return reply
    .header('set-cookie', `${COOKIE_NAME}=${value}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax${secure}`)
    .header('cache-control', 'no-store')
    .redirect(ownPath(back ?? next, host), 302);
}

/** A path of this site: a full address of the same host is cut to it, anything else is the start page. */
export function ownPath(target: unknown, host: string): string {
  if (typeof target !== 'string' || target.length > 4_000) return '/';
  const base = `http://${host}`;
  if (!URL.canParse(target, base)) return '/';
  const url = new URL(target, base);
  return url.host.toLowerCase() === host.toLowerCase() && /^https?:$/.test(url.protocol)
    ? `/${`${url.pathname}${url.search}`.replace(/^\/+/, '')}`
    : '/';
}

function malformed(reply: FastifyReply): FastifyReply {
  return page(reply, 400, ['This address is malformed', 'Look at the address, or begin at the start page.']);
}

function unknown(reply: FastifyReply): FastifyReply {
  return page(reply, 404, [
    'Nothing is live here',
    'No environment answers at this address, or you may not see it. A green pipeline with a "deploy:" entry in .mosaic.yaml makes one.',
  ]);
}

function page(reply: FastifyReply, status: number, [title, text]: readonly [string, string]): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(sitePage(title, text));
}
