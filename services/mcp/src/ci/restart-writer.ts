import { auditWritten } from '@mosaic/contracts/mosaic';
import type { McpWriter } from '../facts/fact-writer.ts';

/** Says that who acts had CI run a pipeline's commit again, and what came of it; CI's own events name the service. */
export function emitRestart(writer: McpWriter, { repository, ...detail }: { repository: string; restarted: number; number: number }): void {
  writer.emit(auditWritten, { subject: repository, data: { operation: 'ci_pipeline_restart', allowed: true, detail } });
}
