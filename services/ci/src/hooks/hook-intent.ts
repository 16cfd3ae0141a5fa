import type { Repository } from '@mosaic/contracts/gitea';

import type { PipelineDraft } from '../pipelines/pipeline-draft.ts';

/** What a hook call asks for: a pipeline, or nothing, with the reason. */
export type HookIntent =
  | { repository: Repository; draft: PipelineDraft }
  | { repository: Repository; ignored: string }
  | { ignored: string };
