import { z } from 'zod';

import type { Send, WireResponse } from '@mosaic/contracts/wire';

import { ERROR_CODES, type ErrorCode } from './error-codes.ts';
import type { ToolDatum, ToolInput, ToolOutput } from './tools/define-tool.ts';

/** The revision whose calls need no handshake: one POST, one answer. */
export const MCP_REVISION = '2026-07-28';
/** Member of a failed result's `_meta` that holds {@link ToolFailure}. */
export const TOOL_ERROR_KEY = 'dev.mosaic/error';

/** What a refused tool call says, beside its text, for programs. */
export const ToolFailure = z.object({
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  faults: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
});
export type ToolFailure = z.infer<typeof ToolFailure>;

/** A tool call that was refused or failed; `code` is of the platform's closed catalogue. */
export class ToolError extends Error {
  readonly tool: string;
  readonly code: ErrorCode;
  readonly faults: ToolFailure['faults'];

  constructor(tool: string, { code, message, faults }: ToolFailure) {
    super(message);
    this.name = 'ToolError';
    this.tool = tool;
    this.code = code;
    this.faults = faults;
  }
}

export interface CallOptions {
  /** Where the server's endpoint is below the neighbour's root; "/-/mcp" at the front door. */
  path?: string;
  signal?: AbortSignal;
  /** W3C `traceparent` of the journey that the call belongs to. */
  traceparent?: string;
}

/** The pages of a list tool, one after the other: `for await (const { tasks } of pagesOf((cursor) => mcp(taskList, { cursor })))`. */
export async function* pagesOf<P extends { next: string | null }>(ask: (cursor: string | undefined) => Promise<P>): AsyncGenerator<P> {
  let cursor: string | undefined;
  do {
    const page = await ask(cursor);
    yield page;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

const Answer = z.object({
  result: z
    .object({
      isError: z.boolean().optional(),
      structuredContent: z.unknown().optional(),
      _meta: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
  error: z.object({ code: z.number(), message: z.string() }).optional(),
});
const Problem = z.object({ code: ToolFailure.shape.code, detail: z.string() });

/**
 * Calls one tool by a single stateless POST. The caller supplies how the server is reached and with which credential.
 * @throws ToolError when the call is refused; a network fault is thrown as the given `send` throws it.
 */
export async function callTool<D extends ToolDatum>(
  send: Send,
  { name, output }: D,
  input: ToolInput<D>,
  { path = '/mcp', signal, traceparent }: CallOptions = {},
): Promise<ToolOutput<D>> {
  const response = await send({
    method: 'POST',
    path,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': MCP_REVISION,
      'mcp-method': 'tools/call',
      'mcp-name': name,
      ...(traceparent === undefined ? {} : { traceparent }),
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: {
        name,
        arguments: input,
        _meta: {
          'io.modelcontextprotocol/protocolVersion': MCP_REVISION,
          'io.modelcontextprotocol/clientInfo': { name: 'mosaic', version: '1' },
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    }),
    ...(signal === undefined ? {} : { signal }),
  });
  const result = await resultOf(name, response);
  return output.parse(result) as ToolOutput<D>;
}

async function resultOf(tool: string, response: WireResponse): Promise<unknown> {
  const text = await response.text();
  const body = parseJson(text);
  const problem = Problem.safeParse(body);
  if (problem.success) throw new ToolError(tool, { code: problem.data.code, message: problem.data.detail, faults: [] });
  const answer = Answer.safeParse(body);
  if (answer.success && answer.data.error !== undefined) {
    // JSON-RPC's own refusals: -32602 is a misfit of the parameters, others mean that client and server disagree.
    const code = answer.data.error.code === -32602 ? 'invalid_input' : 'unsupported';
    throw new ToolError(tool, { code, message: answer.data.error.message, faults: [] });
  }
  const result = answer.success ? answer.data.result : undefined;
  if (result === undefined) {
    throw new ToolError(tool, {
      code: 'unavailable',
      message: `The MCP server answered ${response.status} to ${tool} without a result. Look at its state with "mosaic status".`,
      faults: [],
    });
  }
  if (result.isError === true) {
    const failure = ToolFailure.safeParse(result._meta?.[TOOL_ERROR_KEY]);
    throw new ToolError(tool, failure.success ? failure.data : { code: 'internal', message: `${tool} failed.`, faults: [] });
  }
  return result.structuredContent;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
