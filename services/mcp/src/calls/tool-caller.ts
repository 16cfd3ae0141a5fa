import type { ToolDatum, ToolName } from '@mosaic/contracts/mosaic';
import { MosaicError, asMosaicError, parseInput } from '@mosaic/platform/errors';
import type { Cause } from '@mosaic/platform/events';
import { Places } from '@mosaic/platform/http';
import { permits } from '@mosaic/platform/identity';
import type { Log } from '@mosaic/platform/log';
import { createKeyedQueue } from '@mosaic/platform/waiting';

import type { Call, McpContext } from '../context.ts';
import type { FactLog } from '../facts/fact-writer.ts';
import type { ReadTool, Tool, ToolContext, WriteTool } from './tool.ts';
import type { AuditTrail, CallRow } from './audit-trail.ts';
import { inputHash, findResult, insertResult, type LedgerKey } from './request-ledger.ts';
import { holderOfCall, type Waiters } from './wait.ts';

/**
 * Tool calls in hand, in all and of one caller; more wait. Each may ask the forge or CI in our name, over connections that all share.
 * Those that wait for something to happen are counted elsewhere (wait.ts).
 */
const CALLS = { of: 'tool calls', places: 64, each: 8, waiting: 1_000, waitMs: 30_000 };

/** Runs one tool for one caller: grant → parse → place → do → audit. Throws a MosaicError; the audit row is committed either way. */
export interface ToolCaller {
  call(name: ToolName, input: unknown, call: Call): Promise<Record<string, unknown>>;
  /**
   * Lets the calls in hand, their clients present or not, go on for `ms`, then ends them and all later ones with `unavailable`.
   * Resolves when each has its audit row; the store may be closed once nobody can call any more.
   */
  end: (ms: number) => Promise<void>;
}

const STOPPING = 'The server is stopping. Repeat the call when it is back, with the same requestId if it has one.';

export interface ToolCallerDeps {
  context: McpContext;
  tools: Readonly<Record<ToolName, Tool>>;
  facts: FactLog;
  audit: AuditTrail;
  waiters: Waiters;
  log: Log;
}

export function createToolCaller(deps: ToolCallerDeps): ToolCaller {
  const { context, tools, audit, waiters, log } = deps;
  const { now } = context;
  // Unknown members are refused: a misspelt option would otherwise be ignored in silence.
  const inputs = Object.fromEntries(Object.values(tools).map(({ contract: { name, input } }) => [name, input.strict()]));
  /** Writes go in turn by their ledger key, so that a repeat that comes meanwhile waits for the same answer. */
  const queue = createKeyedQueue();
  const places = new Places(CALLS);
  /** Calls without their audit row so far, and how each is cut off. A response may be handed over, or its client gone, long before. */
  const running = new Map<Promise<unknown>, (error: MosaicError) => void>();
  let isStopped = false;

  const write = async (tool: WriteTool, input: Record<string, unknown>, done: Attempt): Promise<Record<string, unknown>> => {
    const key = {
      principal: done.context.caller.id,
      tool: tool.contract.name,
      requestId: String(input.requestId),
      inputHash: inputHash(input),
    };
    const place = JSON.stringify([key.principal, key.tool, key.requestId]);
    return queue(place, () => commitOnce(deps, { tool, input, key }, done));
  };

  /** The answer of a tool; everything but its audit where it changes nothing. */
  const run = async (name: ToolName, given: unknown, call: Call, row: Attempt['row']): Promise<Record<string, unknown>> => {
    const tool = tools[name];
    const { grant, output } = tool.contract;
    if (!permits(call.caller, grant))
      throw new MosaicError('forbidden', `Your token lacks the grant ${grant}. Make one with it, or ask an administrator.`);
    const input = parseInput(inputs[name] as ToolDatum['input'], given ?? {}, `The input of ${name}`);
    const done: Attempt = { context: { ...context, ...call, waiters }, row };
    const leave = Number(input.waitMs ?? 0) > 0 ? () => {} : await places.take(holderOfCall(call), call.signal);
    try {
      if (tool.kind === 'write') return await write(tool as WriteTool, input, done);
      const result = await (tool as ReadTool).read(input as never, done.context);
      return output.parse(result) as Record<string, unknown>;
    } finally {
      leave();
    }
  };

  const audited = async (name: ToolName, given: unknown, call: Call, cut: Promise<never>): Promise<Record<string, unknown>> => {
    const startedAt = performance.now();
    const row = (code: string): CallRow => ({
      at: now(),
      principal: call.caller.id,
      login: call.caller.login,
      tool: name,
      allowed: code === '' ? 1 : 0,
      code,
      request_id: requestIdOf(given),
      trace_id: call.traceId,
      ms: Math.round(performance.now() - startedAt),
    });
    let result: Record<string, unknown>;
    try {
      result = await Promise.race([run(name, given, call, row), cut]);
    } catch (thrown) {
      const error = asMosaicError(thrown);
      if (error.code === 'internal') log.error({ err: error.cause ?? thrown, tool: name }, 'a tool call failed');
      await audit.record(row(error.code));
      throw error;
    }
    if (tools[name].kind === 'read') await audit.record(row(''));
    return result;
  };

  return {
    async call(name, given, call) {
      const cut = Promise.withResolvers<never>();
      const answered = audited(name, given, call, cut.promise);
      running.set(answered, cut.reject);
      if (isStopped) cut.reject(new MosaicError('unavailable', STOPPING));
      try {
        return await answered;
      } finally {
        running.delete(answered);
      }
    },
    async end(ms) {
      const late = setTimeout(() => {
        isStopped = true;
        for (const cut of running.values()) cut(new MosaicError('unavailable', STOPPING));
      }, ms);
      while (running.size > 0) await Promise.allSettled(running.keys());
      clearTimeout(late);
      isStopped = true;
    },
  };
}

/** A call under way: its context, and its audit row with the code it ends with. */
interface Attempt {
  context: ToolContext;
  row: (code: string) => CallRow;
}

async function commitOnce(
  { context, facts, audit }: ToolCallerDeps,
  { tool, input, key }: { tool: WriteTool; input: Record<string, unknown>; key: LedgerKey },
  done: Attempt,
): Promise<Record<string, unknown>> {
  const before = await context.store.read((db) => findResult(db, key));
  if (before !== null) {
    await audit.record(done.row(''));
    return JSON.parse(before) as Record<string, unknown>;
  }
  const commit = await tool.prepare(input as never, done.context);
  return facts.transact(async (writer) => {
    await writer.db.insertInto('tool_calls').values(done.row('')).execute();
    // Another process of the same service may have committed this id since; its answer is ours.
    const meanwhile = await findResult(writer.db, key);
    if (meanwhile !== null) return JSON.parse(meanwhile) as Record<string, unknown>;
    const result = tool.contract.output.parse(await commit(writer.as(causeOf(done.context)))) as Record<string, unknown>;
    await insertResult(writer.db, key, { result: JSON.stringify(result), at: context.now() });
    return result;
  });
}

function causeOf({ caller, traceId }: Call): Cause {
  return { actor: caller.login, traceId };
}

function requestIdOf(input: unknown): string {
  const id = typeof input === 'object' && input !== null ? (input as { requestId?: unknown }).requestId : undefined;
  return typeof id === 'string' ? id.slice(0, 190) : '';
}
