import { auditWritten, releaseDeleted, releasePublished, releaseUpdated } from '@mosaic/contracts/mosaic';
import type { EmittingWriter } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { about, type Repository } from '../repositories/repository.ts';
import type { Release } from './release.ts';

/** What is told of a release by every event. */
type Told = Pick<Release, 'id' | 'tag' | 'title' | 'prerelease'>;

/** Before a change and after it; null where there was none, or is none any more. */
interface Change {
  before: Release | null;
  after: (Told & Pick<Release, 'draft'>) | null;
}

/** Tells of a release that changed: to all who may see it, or as that of a draft to the audit alone, without what it says. */
export function tellOfRelease({ emit }: EmittingWriter<ForgeTables>, repository: Repository, { before, after }: Change): void {
  if (after !== null && !after.draft)
    emit(before === null || before.draft ? releasePublished : releaseUpdated, about(repository, dataOf(after)));
  else if (after === null && before !== null && !before.draft) {
    const { target, author, createdAt } = before;
    emit(releaseDeleted, about(repository, { ...dataOf(before), target, author: author.login, authorUid: author.uid, createdAt }));
  } else
    emit(auditWritten, {
      subject: repository.fullName,
      data: { operation: 'release.draft', allowed: true, detail: { release: after?.id ?? before?.id ?? 0 } },
    });
}

function dataOf({ id, tag, title, prerelease }: Told) {
  return { releaseId: id, tag, title, prerelease };
}
