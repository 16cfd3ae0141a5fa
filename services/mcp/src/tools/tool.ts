import type { ToolArguments, ToolName, ToolOutput } from '@mosaic/contracts/mosaic';
import type { EventWriter } from '@mosaic/platform/events';

import type { Waiters } from '../calls/wait.ts';
import type { Call, McpContext } from '../context.ts';
import type { McpTables } from '../db/schema.ts';

/** What a tool gets beside its input. */
export interface ToolContext extends McpContext, Call {
  waiters: Waiters;
}

/** The writer of a write tool's transaction. */
export type McpWriter = EventWriter<McpTables>;

/** A tool that changes nothing. */
export interface ReadTool<N extends ToolName = ToolName> {
  kind: 'read';
  name: N;
  read(input: ToolArguments<N>, context: ToolContext): Promise<ToolOutput<N>>;
}

/**
 * A tool that writes, in two parts: `prepare` asks neighbours and policies, and answers what to do inside the transaction,
 * where nothing but the writer may be awaited. The answer, the request id and the audit row commit with the change.
 */
export interface WriteTool<N extends ToolName = ToolName> {
  kind: 'write';
  name: N;
  prepare(input: ToolArguments<N>, context: ToolContext): Promise<(writer: McpWriter) => Promise<ToolOutput<N>>>;
}

export type Tool<N extends ToolName = ToolName> = ReadTool<N> | WriteTool<N>;

export function readTool<N extends ToolName>(name: N, read: ReadTool<N>['read']): ReadTool<N> {
  return { kind: 'read', name, read };
}

export function writeTool<N extends ToolName>(name: N, prepare: WriteTool<N>['prepare']): WriteTool<N> {
  return { kind: 'write', name, prepare };
}
