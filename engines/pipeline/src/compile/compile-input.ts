import type { PipelineMetadata, Trust } from './metadata.ts';
import type { PipelineSecret } from './secrets.ts';
import type { PipelineFault } from '../yaml/fault.ts';
import type { CompiledWorkflow } from './workflow-config.ts';

export interface CompileInput {
  /** The pipeline files; any order. */
  files: readonly { name: string; text: string }[];
  metadata: PipelineMetadata;
  /** All that the repository may name; only those in use leave the compiler. */
  secrets: readonly PipelineSecret[];
  trusted: Trust;
  changedFiles: readonly string[];
  /** The server's own variables for all steps; they never replace a `CI_*` one. */
  globals?: Readonly<Record<string, string>>;
  /** Labels of a workflow that has none. */
  defaultLabels?: Readonly<Record<string, string>>;
  /** Limit of each workflow. */
  timeoutMinutes: number;
  /** Makes step ids; random UUIDs by default. */
  newId?: () => string;
}

export interface CompileResult {
  /** Every finding; any that is no warning leaves `workflows` empty. */
  errors: PipelineFault[];
  workflows: CompiledWorkflow[];
  /** There is nothing to run, and that is no error: the message asks for a skip, or the filters left nothing. */
  filtered: boolean;
}
