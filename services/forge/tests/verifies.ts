import type { RequirementId } from '@mosaic/contracts/gitea';

/** Cites the requirements of Gitea's dialect that a test proves; `requirements.test.ts` finds the calls in the text. */
export function verifies(...ids: readonly RequirementId[]): void {
  if (ids.length === 0) throw new Error('cite at least one requirement');
}
