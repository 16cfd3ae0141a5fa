import type { z } from 'zod';

import type { ToolArguments, ToolDatum, ToolOutput } from '@mosaic/contracts/mosaic';

import type { Waiters } from './wait.ts';
import type { Call, McpContext } from '../context.ts';
import type { McpWriter } from '../facts/fact-writer.ts';

/** What a tool gets beside its input. */
export interface ToolContext extends McpContext, Call {
  waiters: Waiters;
}

/** The datum of a tool that changes nothing. */
type ReadDatum = ToolDatum<string, z.ZodObject, z.ZodObject, true>;
/** The datum of a tool that writes; the caller's own id makes it safe to repeat. */
type WriteDatum = ToolDatum<string, z.ZodObject<{ requestId: z.ZodString }>, z.ZodObject, false>;

/** A tool that changes nothing. */
export interface ReadTool<D extends ToolDatum = ToolDatum> {
  kind: 'read';
  contract: D;
  read(input: ToolArguments<D>, context: ToolContext): Promise<ToolOutput<D>>;
}

/**
 * A tool that writes, in two parts: `prepare` asks neighbours and policies, and answers what to do inside the transaction,
 * where nothing but the writer, which tells as the caller, may be awaited. The answer, the request id and the audit row commit with the change.
 */
export interface WriteTool<D extends ToolDatum = ToolDatum> {
  kind: 'write';
  contract: D;
  prepare(input: ToolArguments<D>, context: ToolContext): Promise<(writer: McpWriter) => Promise<ToolOutput<D>>>;
}

export type Tool<D extends ToolDatum = ToolDatum> = ReadTool<D> | WriteTool<D>;

/** Implements a tool of the contract that its datum says changes nothing. */
export function readTool<D extends ReadDatum>(contract: D, read: ReadTool<D>['read']): ReadTool<D> {
  return { kind: 'read', contract, read };
}

/** Implements a tool of the contract that its datum says writes. */
export function writeTool<D extends WriteDatum>(contract: D, prepare: WriteTool<D>['prepare']): WriteTool<D> {
  return { kind: 'write', contract, prepare };
}
