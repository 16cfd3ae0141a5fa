import { auditWritten, type ToolName } from '@mosaic/contracts/mosaic';

import type { McpWriter } from '../facts/fact-writer.ts';

/** Says that who acts changed a pull request through us; the forge's own events tell what came of it. */
export function emitPullRequestCall(
  writer: McpWriter,
  { operation, repository, number }: { operation: ToolName; repository: string; number: number },
): void {
  writer.emit(auditWritten, { subject: repository, data: { operation, allowed: true, detail: { pullRequest: number } } });
}
