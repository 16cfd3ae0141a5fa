import type { PipelineEvent } from './metadata.ts';

const SKIP = /\[(?:ci *skip|skip *ci)\]/i;
const SKIPPABLE: readonly PipelineEvent[] = ['push', 'pull_request', 'pull_request_closed', 'pull_request_metadata'];

/** Whether the commit message asks for no pipeline: `[ci skip]` or `[skip ci]`, on pushes and pull requests only. */
export function isSkipped(event: PipelineEvent, message: string): boolean {
  return SKIPPABLE.includes(event) && SKIP.test(message);
}
