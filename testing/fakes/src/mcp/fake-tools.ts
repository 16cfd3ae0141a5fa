import type { AddressInfo } from 'node:net';

import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, Server, type CallToolResult } from '@modelcontextprotocol/server';
import { z } from 'zod';

import { TOOL_ERROR_KEY, TOOLS, type ToolArguments, type ToolDatum, type ToolFailure, type ToolName } from '@mosaic/contracts/mosaic';
import { completed } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';
import { bearerOf, createHttpApp, type HttpApp } from '@mosaic/platform/http';
import { silentLog } from '@mosaic/platform/log';

import { Looks } from '../looks.ts';
import { Misbehaviour } from '../misbehaviour.ts';
import { Heeded } from '../operations/heeded.ts';

/** Who calls a tool. */
export interface ToolCaller {
  token: string;
  /** Aborts when the fake ends or nobody waits for the answer. */
  gone: AbortSignal;
}

type Tool<N extends ToolName> = (typeof TOOLS)[N];
type Output<N extends ToolName> = z.input<Tool<N>['output']>;

/** What a fake answers, by the names of tools. Every other tool is refused, and told when the fake ends. */
export type ToolAnswers = {
  readonly [N in ToolName]?: (input: ToolArguments<Tool<N>>, caller: ToolCaller) => Output<N> | Promise<Output<N>>;
};

export interface ToolCall {
  tool: ToolName;
  input: Record<string, unknown>;
  token: string;
}

/**
 * An MCP server on a free port whose tools are the contract's: inputs are read by it, and an output that does not fit it is refused
 * and told of when the fake ends, as is a member of an input that had no part in the answer. The same request id of the same
 * caller gets the same answer.
 */
export class FakeTools extends Misbehaviour<ToolDatum> implements AsyncDisposable {
  /** Every call, in order. */
  readonly calls: ToolCall[] = [];
  readonly #faults: string[] = [];
  readonly #looks = new Looks();
  readonly #known = new Map<string, Promise<unknown>>();
  readonly #app: HttpApp;
  readonly #answers: ToolAnswers;

  private constructor(app: HttpApp, answers: ToolAnswers) {
    super();
    this.#app = app;
    this.#answers = answers;
  }

  static async start(answers: ToolAnswers): Promise<FakeTools> {
    const app = createHttpApp({ name: 'mcp', log: silentLog(), hosts: ['*'], health: async () => ({ state: 'ok' }) });
    const fake = new FakeTools(app, answers);
    const handler = createMcpHandler(({ requestInfo }) => fake.#server(requestInfo as Request));
    const serve = toNodeHandler(handler);
    // The SDK reads the body by itself.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, _body, done) => done(null));
    app.post('/mcp', async (request, reply) => {
      const tool = TOOLS[request.headers['mcp-name'] as ToolName];
      await fake.behave(tool, undefined);
      reply.hijack();
      await serve(request.raw, reply.raw);
    });
    app.addHook('onResponse', async () => fake.#looks.again());
    await app.listen({ port: 0, host: '127.0.0.1' });
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#app.server.address() as AddressInfo).port}`;
  }

  /** What a tool was given so far. */
  givenTo<D extends ToolDatum>(tool: D): ToolArguments<D>[] {
    return this.calls.filter((call) => call.tool === tool.name).map(({ input }) => input as ToolArguments<D>);
  }

  /** Resolves when the condition holds; looked at after each answer. */
  until(condition: () => boolean): Promise<void> {
    return this.#looks.until(condition);
  }

  /** @throws Error where something was asked that the fake could not answer by its contract. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#app.beginStop();
    this.#app.server.closeAllConnections();
    await this.#app.close();
    if (this.#faults.length > 0) throw new Error(`The fake broke its contract:\n${this.#faults.join('\n')}`);
  }

  #server(request: Request): Server {
    const server = new Server({ name: 'fake', version: '1' }, { capabilities: { tools: {} } });
    const token = bearerOf({ authorization: request.headers.get('authorization') ?? '' }) ?? '';
    const gone = AbortSignal.any([request.signal, this.#app.stopping]);
    server.setRequestHandler('tools/call', async ({ params }): Promise<CallToolResult> => {
      try {
        const output = await this.#call(params.name as ToolName, params.arguments, { token, gone });
        return { content: [], structuredContent: output as Record<string, unknown> };
      } catch (error) {
        const { code, message } = error as MosaicError;
        return { content: [], isError: true, _meta: { [TOOL_ERROR_KEY]: { code, message, faults: [] } satisfies ToolFailure } };
      }
    });
    return server;
  }

  /** @throws MosaicError alone. */
  async #call(name: ToolName, given: unknown, caller: ToolCaller): Promise<unknown> {
    const read = TOOLS[name].input.safeParse(given);
    if (!read.success) throw new MosaicError('invalid_input', z.prettifyError(read.error));
    const input = new Heeded(read.data as Record<string, unknown>, given);
    this.calls.push({ tool: name, input: read.data, token: caller.token });
    const requestId = input.asked['requestId'];
    if (requestId === undefined) return this.#answer(name, input, caller);
    const key = `${caller.token} ${name} ${JSON.stringify(requestId)}`;
    const answer = this.#known.get(key) ?? this.#answer(name, input, caller);
    this.#known.set(key, answer);
    // A refusal is no answer: the next call with the id tries again.
    answer.catch(() => this.#known.delete(key));
    return answer;
  }

  /** What goes wrong inside a fake is the test's fault and never passes for an answer. */
  async #answer(name: ToolName, input: Heeded<Record<string, unknown>>, caller: ToolCaller): Promise<unknown> {
    try {
      const answer = this.#answers[name] as ((input: unknown, caller: ToolCaller) => unknown) | undefined;
      if (answer === undefined) throw new TypeError('it was called, and the fake has no answer');
      const output = completed(TOOLS[name].output, await answer(input.asked, caller));
      const passedOver = input.passedOver();
      if (passedOver.length > 0) throw new TypeError(`it was given ${passedOver.join(', ')}, which the fake does not heed`);
      return output;
    } catch (error) {
      if (error instanceof MosaicError) throw error;
      const fault = `${name}: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`;
      this.#faults.push(fault);
      throw new MosaicError('unsupported', fault, { cause: error });
    }
  }
}
