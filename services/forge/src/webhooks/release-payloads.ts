import { eventData, releaseDeleted, releasePublished, releaseUpdated, type EventRecord } from '@mosaic/contracts/mosaic';

import { presentRelease } from '../present/release.ts';
import type { Release } from '../releases/release.ts';
import type { Repository } from '../repositories/repository.ts';
import type { Payload, PayloadPorts } from './payload.ts';

const ACTIONS = new Map<string, 'published' | 'updated'>([
  [releasePublished.type, 'published'],
  [releaseUpdated.type, 'updated'],
]);

/** Gitea's payload of a release; null for an event of something else. One that is gone has neither notes nor files any more. */
export async function releasePayloads(
  { links, releases }: Pick<PayloadPorts, 'links' | 'releases'>,
  repository: Repository,
  record: EventRecord,
  common: Record<'repository' | 'sender', unknown>,
): Promise<Payload[] | null> {
  const payload = (action: string, release: Release): Payload => ({
    event: 'release',
    ref: null,
    body: { action, release: presentRelease(links, repository, release), ...common },
  });
  if (record.type === releaseDeleted.type) return [payload('deleted', lastSeen(record))];
  const action = ACTIONS.get(record.type);
  if (action === undefined) return null;
  const release = await releases.byId(repository.id, eventData(releasePublished, record).releaseId);
  // Withdrawn meanwhile: nobody is to hear of a draft.
  return release === null || release.draft ? [] : [payload(action, release)];
}

function lastSeen(record: EventRecord): Release {
  const { releaseId, repositoryId, tag, target, title, prerelease, author, authorUid, createdAt } = eventData(releaseDeleted, record);
  const own = { id: releaseId, repositoryId, tag, target, title, prerelease, createdAt };
  return { ...own, author: { uid: authorUid, login: author }, body: '', draft: false, assets: [] };
}
