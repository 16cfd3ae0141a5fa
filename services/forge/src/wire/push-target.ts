import type { Permission } from '@mosaic/contracts/mosaic';
import { MosaicError, isMosaicError } from '@mosaic/platform/errors';
import type { Cause } from '@mosaic/platform/events';
import { permits, type Caller } from '@mosaic/platform/identity';
import { pause } from '@mosaic/platform/waiting';

import type { DeployKeyReader } from '../keys/deploy-key-reader.ts';
import type { DeployKey } from '../keys/key.ts';
import { mayCreateIn } from '../organizations/organization-policy.ts';
import type { Organization } from '../organizations/organization.ts';
import type { OrganizationReader } from '../organizations/organization-reader.ts';
import { mayCreateUnder } from '../owners/owner-policy.ts';
import type { Repository } from '../repositories/repository.ts';
import { requireRepositoryName } from '../repositories/repository-name.ts';
import { reaches } from '../repositories/repository-policy.ts';
import type { Access, RepositoryReader } from '../repositories/repository-reader.ts';
import type { RepositoryCreator } from '../repositories/repository-creator.ts';

/** What a push or fetch addresses: a repository, or one that a push may create. */
export type Target = { repository: Repository } | { creates: string; organization: Organization | undefined };

/** Owner and name in an address of git's, which may end in `.git`. */
export function nameOf({ owner, repo }: { owner: string; repo: string }): { owner: string; repo: string } {
  return { owner, repo: repo.endsWith('.git') ? repo.slice(0, -'.git'.length) : repo };
}

/** @throws MosaicError `unauthenticated` (challenge), `not_found`, `forbidden`. */
export async function fetchTarget(reader: RepositoryReader, caller: Caller, name: { owner: string; repo: string }): Promise<Repository> {
  const access = await reader.atAddress(caller, name.owner, name.repo);
  if (access === null) throw caller.kind === 'anonymous' ? challenge() : noRepository();
  if (caller.kind !== 'anonymous') requireGrant(caller, 'forge:repository:read');
  if (access.level === 'none') throw new MosaicError('forbidden', `You may see ${access.repository.fullName}, but not its code.`);
  return access.repository;
}

/** @throws MosaicError `unauthenticated` (challenge), `not_found`, `forbidden`. */
export async function pushTarget(
  {
    repositories: { reader },
    organizations,
  }: { repositories: { reader: RepositoryReader }; organizations: { reader: OrganizationReader } },
  caller: Caller,
  name: { owner: string; repo: string },
): Promise<Target> {
  if (caller.kind === 'anonymous') throw challenge();
  const access = await reader.atAddress(caller, name.owner, name.repo);
  const organization = access === null ? await organizationFor(organizations.reader, caller, name.owner) : undefined;
  if (access === null && organization === undefined && !mayCreateUnder(caller, name.owner)) throw noRepository();
  requireGrant(caller, 'forge:repository:write');
  if (access === null) {
    requireRepositoryName(name.repo);
    return { creates: name.repo, organization };
  }
  requireWritable(access);
  return { repository: access.repository };
}

/** Creates the repository that a push names (private); of several at once all get the same one. */
export async function createForPush(
  { reader, creator }: { reader: RepositoryReader; creator: RepositoryCreator },
  { caller, name, organization, cause }: { caller: Caller; name: string; organization: Organization | undefined; cause: Cause },
): Promise<Repository> {
  for (let attempt = 0; ; attempt++) {
    const found = await reader.byName(caller, organization?.name ?? caller.login, name);
    if (found !== null) {
      // Another member may have made it in this moment, and shown it to more than may push.
      requireWritable(found);
      return found.repository;
    }
    try {
      return await creator.create(caller, { name, description: '', private: true, defaultBranch: 'main', organization }, cause);
    } catch (error) {
      // Another push of the same moment creates it; it takes some 10 ms.
      if (!isMosaicError(error, 'conflict') || attempt >= 50) throw error;
      await pause(20);
    }
  }
}

function requireWritable({ repository, level }: Access): void {
  if (!reaches(level, 'write')) throw new MosaicError('forbidden', `You may see ${repository.fullName}, but not push to it.`);
  requireNotArchived(repository);
}

function requireNotArchived({ archived, fullName }: Repository): void {
  if (archived) throw new MosaicError('forbidden', `${fullName} is archived and takes no pushes.`);
}

/** What a deploy key opens: the repositories that took it, and no other, public ones neither. @throws MosaicError `not_found`, `forbidden`. */
export async function deployTarget(
  { reader, deployKeys }: { reader: RepositoryReader; deployKeys: DeployKeyReader },
  { fingerprint, name, pushes }: { fingerprint: string; name: { owner: string; repo: string }; pushes: boolean },
): Promise<{ repository: Repository; key: DeployKey }> {
  const repository = await reader.loadAtAddress(name.owner, name.repo);
  const [key] = repository === null ? [] : await deployKeys.list(repository.id, { fingerprint });
  if (repository === null || key === undefined) throw noRepository();
  if (pushes && key.readOnly)
    throw new MosaicError('forbidden', `The deploy key "${key.title}" may read ${repository.fullName}, but not push to it.`);
  if (pushes) requireNotArchived(repository);
  return { repository, key };
}

/** The organization of that name in which the caller may make repositories. */
async function organizationFor(reader: OrganizationReader, caller: Caller, name: string): Promise<Organization | undefined> {
  const access = await reader.byName(caller, name);
  return access !== null && mayCreateIn(caller, access.organization, access.seats) ? access.organization : undefined;
}

function requireGrant(caller: Caller, grant: Permission): void {
  if (!permits(caller, grant)) throw new MosaicError('forbidden', `Your token lacks the grant ${grant}.`);
}

function challenge(): MosaicError {
  return new MosaicError('unauthenticated', 'Sign in with your name and a token (or your password).');
}

function noRepository(): MosaicError {
  return new MosaicError('not_found', 'Repository not found');
}
