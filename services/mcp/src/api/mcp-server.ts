import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError, Server, type jsonSchemaValidator } from '@modelcontextprotocol/server';

import { TOOLS, type ToolName } from '@mosaic/contracts/mosaic';
import { asMosaicError, isMosaicError } from '@mosaic/platform/errors';

import type { ToolCaller } from '../calls/tool-caller.ts';
import type { Call } from '../context.ts';
import { RESOURCE_TEMPLATES, type Resources } from '../resources/resources.ts';
import { presentError, presentResult } from '../present/result.ts';
import { presentTools } from '../present/tool.ts';

const INSTRUCTIONS = `MosAIc Stack: projects, repositories, pipelines, deployments, tasks, events and messages of one platform.
Every tool that writes takes a requestId of your own: repeat the call with the same one to repeat it safely.
Work as an agent: task_next (waits), task_claim, task_heartbeat every 10 s with the lease's epoch, task_complete. Stop when a call answers stale_lease.`;

/** The tool list changes only with the program. */
const LIST_KEPT_MS = 60 * 60 * 1000;
const ERA_INDEPENDENT = { name: 'mosaic', title: 'MosAIc Stack', version: '0.1.0' };

/**
 * Makes the SDK's server of one request. It uses the low-level class on purpose: the high-level one registers every tool with
 * its schemas on every request, which costs a third of the throughput at 30 tools; here a call runs the one tool it names.
 */
export function createServerFactory({ tools, resources }: { tools: ToolCaller; resources: Resources }): (call: Call) => Server {
  let listed: { tools: ReturnType<typeof presentTools> } | undefined;

  return (call) => {
    const server = new Server(ERA_INDEPENDENT, {
      capabilities: { tools: { listChanged: false }, resources: { listChanged: false, subscribe: false } },
      instructions: INSTRUCTIONS,
      cacheHints: { 'tools/list': { ttlMs: LIST_KEPT_MS, cacheScope: 'private' } },
      jsonSchemaValidator: NO_VALIDATOR,
    });
    server.setRequestHandler('tools/list', () => (listed ??= { tools: presentTools() }));
    server.setRequestHandler('tools/call', async ({ params }) => {
      if (!isToolName(params.name)) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Tool ${params.name} not found`);
      try {
        return presentResult(params.name, await tools.call(params.name, params.arguments, call));
      } catch (error) {
        return presentError(asMosaicError(error));
      }
    });
    server.setRequestHandler('resources/list', async () => ({ resources: await refusing(() => resources.list(call)) }));
    server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates: RESOURCE_TEMPLATES }));
    server.setRequestHandler('resources/read', async ({ params }) => ({
      contents: [await refusing(() => resources.read(params.uri, call), params.uri)],
    }));
    return server;
  };
}

function isToolName(name: string): name is ToolName {
  return Object.hasOwn(TOOLS, name);
}

/** A resource has no error result, so a refusal becomes JSON-RPC's. */
async function refusing<T>(work: () => Promise<T>, uri = ''): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (isMosaicError(thrown, 'not_found')) throw new ResourceNotFoundError(uri, thrown.message);
    const { code, message } = asMosaicError(thrown);
    throw new ProtocolError(code === 'internal' ? ProtocolErrorCode.InternalError : ProtocolErrorCode.InvalidParams, message, { code });
  }
}

/** We ask no client for input, so there is no answer to validate; the default would build Ajv for every request. */
const NO_VALIDATOR: jsonSchemaValidator = {
  getValidator: () => () => ({ valid: false, data: undefined, errorMessage: 'this server asks for no input' }),
};
