import type { z } from 'zod';

import type { repoGetRelease } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';
import { permits } from '@mosaic/platform/identity';

import type { ForgeContext } from '../../../../context.ts';
import type { Asset, Release } from '../../../../releases/release.ts';
import type { Repository } from '../../../../repositories/repository.ts';
import { reaches } from '../../../../repositories/repository-policy.ts';
import type { RepositoryRequest } from '../../../forge-operation.ts';

type Asked = Pick<RepositoryRequest<unknown, unknown, unknown>, 'caller' | 'repository' | 'level'>;
type Releases = Pick<ForgeContext, 'releases'>;

/** @throws MosaicError `not_found` where they are switched off. */
export function requireReleases({ hasReleases, fullName }: Repository): void {
  if (!hasReleases) throw new MosaicError('not_found', `${fullName} has no releases; they are switched off in its settings.`);
}

/** Drafts are of those alone who may write, with a token that may. */
export function seesDrafts({ caller, level }: Asked): boolean {
  return reaches(level, 'write') && permits(caller, 'forge:repository:write');
}

/** @throws MosaicError `not_found`, also for a draft that the asker may not see. */
export async function releaseOfRequest(
  { releases }: Releases,
  asked: Asked & { params: z.output<typeof repoGetRelease.params> },
): Promise<Release> {
  requireReleases(asked.repository);
  return seen(asked, await releases.reader.byId(asked.repository.id, asked.params.id));
}

/** The same by the name of the tag. */
export async function releaseOfTag({ releases }: Releases, asked: Asked & { params: { '*': string } }): Promise<Release> {
  requireReleases(asked.repository);
  return seen(asked, await releases.reader.byTag(asked.repository.id, asked.params['*']));
}

/** @throws MosaicError `not_found`. */
export async function assetOfRequest(
  context: Releases,
  asked: Asked & { params: { id: number; attachment_id: number } },
): Promise<{ release: Release; asset: Asset }> {
  const release = await releaseOfRequest(context, asked);
  const asset = release.assets.find(({ id }) => id === asked.params.attachment_id);
  if (asset === undefined) throw new MosaicError('not_found', 'The release has no such file.');
  return { release, asset };
}

function seen(asked: Asked, release: Release | null): Release {
  if (release === null || (release.draft && !seesDrafts(asked))) throw new MosaicError('not_found', 'There is no such release.');
  return release;
}
