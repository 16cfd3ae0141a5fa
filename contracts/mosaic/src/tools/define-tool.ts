import type { z } from 'zod';

import type { Permission } from '../grants.ts';

/**
 * A tool of the MCP server as a datum: the server implements it, clients type their calls by it, tools/list and the reference
 * are derived from it.
 */
export interface ToolDatum<
  N extends string = string,
  I extends z.ZodObject = z.ZodObject,
  O extends z.ZodObject = z.ZodObject,
  R extends boolean = boolean,
> {
  name: N;
  title: string;
  /** For whoever chooses among the tools, a model as well as a person. */
  description: string;
  /** What the caller's token must allow. */
  grant: Permission;
  /** MCP's hints that differ from tool to tool. */
  annotations: {
    /** Changes nothing. Every tool that writes is idempotent by its requestId. */
    readOnlyHint: R;
    /** May end or replace what is live. */
    destructiveHint?: boolean;
  };
  input: I;
  output: O;
  /** An input as somebody might give it. */
  example: z.input<I>;
}

/** States a tool. */
export function defineTool<const N extends string, I extends z.ZodObject, O extends z.ZodObject, R extends boolean>(
  stated: ToolDatum<N, I, O, R>,
): ToolDatum<N, I, O, R> {
  return stated;
}

/** What a caller passes: defaults may be left out. */
export type ToolInput<D extends ToolDatum> = z.input<D['input']>;
/** What the server gets after parsing. */
export type ToolArguments<D extends ToolDatum> = z.output<D['input']>;
export type ToolOutput<D extends ToolDatum> = z.output<D['output']>;
