import type { HTTPMethods } from 'fastify';
import { z } from 'zod';

import type { Permission } from '@mosaic/contracts/mosaic';
import type { OperationDatum } from '@mosaic/contracts/wire';
import { isDamaged } from '@mosaic/engines/git';
import { MosaicError } from '@mosaic/platform/errors';
import { operation, routed, type Answer, type Operation, type Request } from '@mosaic/platform/http';
import { permits, type Caller } from '@mosaic/platform/identity';

import { deletedMeanwhile, unlessDeleted } from '../repositories/deleted-meanwhile.ts';
import type { Repository } from '../repositories/repository.ts';
import { levelIn, reaches, type Level, type Part, type Rights } from '../repositories/repository-policy.ts';
import type { ForgeContext } from '../context.ts';
import { asGoSends } from './gitea/unhandled-members.ts';

/** An operation with what it needs, so that a table test can walk all of them. */
export interface ForgeOperation extends Operation<ForgeContext> {
  /** What a token must carry; null for those that need none. */
  grant: Permission | null;
  /** What the caller must be in the repository; null where there is none. */
  level: Exclude<Level, 'none'> | null;
}

interface Stated<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  method: HTTPMethods;
  path: string;
  params?: P;
  query?: Q;
  body?: B;
  bodyLimit?: number;
  status?: number;
}

/** An operation outside a repository. `grant: null` asks for no credential at all. */
export function forgeOperation<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  stated: Stated<P, Q, B> & {
    grant: Permission | null;
    /** Whether one without a credential may ask too; what they see is the object's policy. */
    anonymous?: boolean;
    handle: (request: Request<z.output<P>, z.output<Q>, z.output<B>>, context: ForgeContext) => Promise<unknown>;
  },
): ForgeOperation {
  const { grant, anonymous = false, handle, ...rest } = stated;
  const mounted = operation<ForgeContext>()<P, Q, B>({
    ...rest,
    ...(asGoSends(rest) as { query?: Q; body?: B }),
    access: grant === null || anonymous ? 'anyone' : { grant },
    async handle(request, context) {
      if (grant !== null) requireGrant(request.caller, grant);
      return handle(request, context);
    },
  });
  return { ...mounted, grant, level: null };
}

/** What a handler below `/repos/{owner}/{repo}` gets besides. */
export interface RepositoryRequest<P, Q, B> extends Request<P, Q, B> {
  repository: Repository;
  /** In the part that the operation is about. */
  level: Level;
  rights: Rights;
}

/** What an operation is about, by the first segment of its path below the repository; everything else is its code. */
const PARTS: Readonly<Record<string, Part>> = {
  '': 'whole',
  collaborators: 'whole',
  hooks: 'whole',
  teams: 'whole',
  issues: 'conversations',
  labels: 'conversations',
  pulls: 'pulls',
};

const NAMED = z.object({ owner: z.string(), repo: z.string() });

/**
 * An operation in one repository; `path` follows `/repos/:owner/:repo`. The token needs the grant, the caller the level; a
 * repository that the caller may not see answers like one that does not exist. Reading is open to all where it is public.
 */
export function repositoryOperation<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  stated: Stated<P, Q, B> & {
    grant: Permission;
    level: Exclude<Level, 'none'>;
    /** What it is about where its path does not say so. */
    part?: Part;
    /** Writing stays possible while the repository is archived. */
    whileArchived?: boolean;
    handle: (request: RepositoryRequest<z.output<P>, z.output<Q>, z.output<B>>, context: ForgeContext) => Promise<unknown>;
  },
): ForgeOperation {
  const { grant, level, handle, whileArchived = false, part = PARTS[stated.path.split('/')[1] ?? ''] ?? 'code', ...below } = stated;
  const rest = { ...below, path: `/repos/:owner/:repo${below.path}` };
  const reads = stated.method === 'GET';
  const mounted = operation<ForgeContext>()<P, Q, B>({
    ...rest,
    ...(asGoSends(rest) as { query?: Q; body?: B }),
    access: reads && level === 'read' ? 'anyone' : { grant },
    async handle(request, context) {
      const { owner, repo } = NAMED.parse(request.raw.params);
      requireGrant(request.caller, grant);
      const access = await context.repositories.reader.byName(request.caller, owner, repo);
      const moved = access === null ? await context.repositories.reader.byFormerName(request.caller, owner, repo) : null;
      if (moved !== null) return leadTo(request, moved);
      if (access === null)
        throw new MosaicError('not_found', `There is no repository ${`${owner}/${repo}`.slice(0, 200)}, or you may not see it.`);
      const has = levelIn(access.rights, part);
      if (!reaches(has, level)) throw new MosaicError('forbidden', `This needs ${level} access to ${access.repository.fullName}.`);
      if (!reads && !whileArchived && access.repository.archived)
        throw new MosaicError('forbidden', `${access.repository.fullName} is archived; unarchive it first.`);
      try {
        return await unlessDeleted(handle({ ...request, ...access, level: has }, context));
      } catch (error) {
        if (!isDamaged(error)) throw error;
        // What is being deleted is no damage.
        if ((await context.repositories.reader.load(access.repository.id)) === null) throw deletedMeanwhile(error);
        context.damage.note(access.repository.fullName);
        throw error;
      }
    },
  });
  return { ...mounted, grant, level };
}

/** As Gitea has it: for good where a repository is called otherwise, for now where its owner is. */
function leadTo(
  { raw, reply }: Pick<Request<unknown, unknown, unknown>, 'raw' | 'reply'>,
  moved: { repository: Repository; byOwner: boolean },
) {
  const { owner, name } = moved.repository;
  const address = raw.originalUrl.replace(
    /^(.*?\/repos\/)[^/?]+\/[^/?]+/,
    (_, before: string) => before + [owner.name, name].map(encodeURIComponent).join('/'),
  );
  return reply.redirect(address, moved.byOwner ? 307 : 301);
}

/** Anonymous callers carry no grants; what they may do is the object's policy alone. */
function requireGrant(caller: Caller, grant: Permission): void {
  if (caller.kind !== 'anonymous' && !permits(caller, grant)) throw new MosaicError('forbidden', `Your token lacks the grant ${grant}.`);
}

/** Implements an operation of the contract outside a repository, see {@link forgeOperation}. */
export function implement<D extends OperationDatum>(
  datum: D,
  stated: {
    grant: Permission | null;
    anonymous?: boolean;
    bodyLimit?: number;
    handle: (
      request: Request<z.output<D['params']>, z.output<D['query']>, z.output<D['body']>>,
      context: ForgeContext,
    ) => Promise<Answer<D>>;
  },
): ForgeOperation {
  return { ...forgeOperation<D['params'], D['query'], D['body']>({ ...routed(datum), ...stated }), contract: datum };
}

const IN_REPOSITORY = '/repos/{owner}/{repo}';

/** Implements an operation of the contract below `/repos/{owner}/{repo}`, see {@link repositoryOperation}. */
export function implementInRepository<D extends OperationDatum>(
  datum: D & { path: `${typeof IN_REPOSITORY}${string}` },
  stated: {
    grant: Permission;
    level: Exclude<Level, 'none'>;
    part?: Part;
    whileArchived?: boolean;
    bodyLimit?: number;
    handle: (
      request: RepositoryRequest<z.output<D['params']>, z.output<D['query']>, z.output<D['body']>>,
      context: ForgeContext,
    ) => Promise<Answer<D>>;
  },
): ForgeOperation {
  const { path, ...rest } = routed(datum);
  const below = path.slice('/repos/:owner/:repo'.length);
  return { ...repositoryOperation<D['params'], D['query'], D['body']>({ ...rest, path: below, ...stated }), contract: datum };
}
