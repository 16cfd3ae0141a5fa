import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { json } from 'node:stream/consumers';

import { type EventDatum, eventRead, type EventRecord, type Problem, TOOL_ERROR_KEY, type ToolDatum } from '@mosaic/contracts/mosaic';
import type { OperationDatum } from '@mosaic/contracts/wire';
import type { z } from 'zod';

const DIST = join(import.meta.dirname, '../../../apps/dashboard/dist');
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
/** Where each dialect stands behind the front door. */
const PREFIXES = { forge: '/-/forge/api/v1', forgeExtras: '/-/forge', ci: '/-/ci/api', front: '' } as const;

/** What a page asked: the query of its address, and the JSON that it sent. */
interface Asked {
  /** Of its address. */
  path: string;
  query: URLSearchParams;
  body: unknown;
}
type Reply = (response: ServerResponse, asked: Asked) => void;
/** An answer, or how it comes of what was asked. */
type Answer<T> = T | ((asked: Asked) => T);

/**
 * The built pages and, behind the front door, doors that answer as a test says; what is answered is typed by the contract's datum.
 * Later words about an operation take the place of earlier ones. Streams stay open and say what {@link FakeDoors.stream} is told to say.
 */
export class FakeDoors implements AsyncDisposable {
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #operations: { matches: (method: string, path: string) => boolean; reply: Reply }[] = [];
  readonly #tools = new Map<string, Reply>();
  readonly #streams = new Map<string, Stream>();
  readonly #facts: EventRecord[] = [];
  readonly #followers: { response: ServerResponse; after: number }[] = [];
  /** What pages asked that no test spoke of: it got 404. */
  readonly unspoken = new Set<string>();

  static async open(): Promise<FakeDoors> {
    const doors = new FakeDoors();
    await new Promise<void>((resolve) => doors.#server.listen(0, '127.0.0.1', resolve));
    return doors;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** An operation succeeds; `total` is how many rows there are in all. */
  answers<D extends OperationDatum>(door: keyof typeof PREFIXES, operation: D, answer: Answer<z.input<D['answer']>>, total?: number): void {
    this.#on(door, operation, (response, asked) =>
      send(response, operation.status, given(answer, asked), total === undefined ? {} : { 'x-total-count': String(total) }),
    );
  }

  /** An operation sends a text that is no JSON. */
  sends(door: keyof typeof PREFIXES, operation: OperationDatum, text: Answer<string>): void {
    this.#on(door, operation, (response, asked) =>
      response.writeHead(operation.status, { 'content-type': 'text/plain' }).end(given(text, asked)),
    );
  }

  /** An operation is refused, as Gitea and accounts word it; the words may name members of what was sent. */
  refuses(
    door: keyof typeof PREFIXES,
    operation: OperationDatum,
    status: number,
    words: string | Pick<Problem, 'detail' | 'faults'>,
  ): void {
    const { detail, faults } = typeof words === 'string' ? { detail: words, faults: [] } : words;
    this.#on(door, operation, (response) => send(response, status, { message: detail, detail, requestId: 'req-1', faults }));
  }

  /** An operation is asked for and never answered. */
  holds(door: keyof typeof PREFIXES, operation: OperationDatum): void {
    this.#on(door, operation, () => undefined);
  }

  /** A tool succeeds. */
  tells<D extends ToolDatum>({ name }: D, output: Answer<z.input<D['output']>>): void {
    this.#tools.set(name, (response, asked) => sendOutput(response, given(output, asked)));
  }

  /** A tool refuses. */
  refusesTool({ name }: ToolDatum, code: 'forbidden' | 'not_found' | 'unavailable', message: string): void {
    const result = { isError: true, content: [], _meta: { [TOOL_ERROR_KEY]: { code, message, faults: [] } } };
    this.#tools.set(name, (response) => send(response, 200, { jsonrpc: '2.0', id: 1, result }));
  }

  /** What was said of a tool is no longer so. */
  forgets({ name }: ToolDatum): void {
    this.#tools.delete(name);
  }

  /** A tool is asked and never answers. */
  holdsTool({ name }: ToolDatum): void {
    this.#tools.set(name, () => undefined);
  }

  /** Something that pages hear of by `event_read`. */
  happens<D extends EventDatum>({ type }: D, data: z.input<D['data']>): void {
    const seq = this.#facts.length + 1;
    this.#facts.push({ seq, id: `fact-${seq}`, source: 'forge', type, subject: '', time: 0, traceId: '', actor: 'ada', data });
    for (const { response, after } of this.#followers.splice(0)) this.#tellFacts(response, after);
  }

  #tellFacts(response: ServerResponse, after: number): void {
    const events = this.#facts.filter(({ seq }) => seq > after);
    sendOutput(response, { events, last: events.at(-1)?.seq ?? after });
  }

  #followFacts(response: ServerResponse, { after = 0, waitMs = 0 }: { after?: number; waitMs?: number }): void {
    if (waitMs > 0 && this.#facts.length <= after) this.#followers.push({ response, after });
    else this.#tellFacts(response, after);
  }

  /** The stream at a path; pages that ask for it before the test does wait until it is opened. */
  stream(path: string): Stream {
    const known = this.#streams.get(path) ?? new Stream();
    this.#streams.set(path, known);
    return known;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #on(door: keyof typeof PREFIXES, { method, path, catchAll }: OperationDatum, reply: Reply): void {
    const names = path.replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
    const form = new RegExp(`^${names.replace(/\{(\w+)\}/g, (_, name: string) => (name === catchAll ? '.*' : '[^/]+'))}$`);
    const prefix = PREFIXES[door];
    this.#operations.unshift({
      matches: (asked, target) => asked === method && target.startsWith(prefix) && form.test(target.slice(prefix.length)),
      reply,
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET' } = request;
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://doors');
    const asked: Asked = { path: pathname, query, body: method === 'GET' ? undefined : await json(request).catch(() => undefined) };
    if (pathname.includes('/stream/')) return this.stream(pathname).join(response);
    if (pathname === '/-/mcp') {
      const name = String(request.headers['mcp-name']);
      const reply = this.#tools.get(name);
      if (name === eventRead.name && reply === undefined)
        return this.#followFacts(response, (asked.body as { params: { arguments: object } }).params.arguments);
      if (reply !== undefined) return reply(response, asked);
      this.unspoken.add(name);
      return send(response, 404, { code: 'not_found', detail: `Nobody spoke of ${name}.` });
    }
    const operation = this.#operations.find(({ matches }) => matches(method, pathname));
    if (operation !== undefined) return operation.reply(response, asked);
    if (pathname.startsWith('/-/assets/')) return sendFile(response, pathname);
    if ((request.headers.accept ?? '').includes('text/html')) return sendFile(response, '/index.html');
    this.unspoken.add(`${method} ${pathname}`);
    return send(response, 404, { message: `Nobody spoke of ${pathname}.` });
  }
}

/** A stream of events that a test speaks. What is said before a page asks is told to it when it does. */
class Stream {
  readonly #readers: ServerResponse[] = [];
  readonly #said: string[] = [];
  #isOpen = true;

  /** Keeps readers waiting for the stream's head until {@link open}. */
  hold(): void {
    this.#isOpen = false;
  }

  open(): void {
    this.#isOpen = true;
    for (const reader of this.#readers) this.#tell(reader);
  }

  says(data: unknown): void {
    const message = `data: ${JSON.stringify(data)}\n\n`;
    this.#said.push(message);
    if (this.#isOpen) for (const reader of this.#readers) reader.write(message);
  }

  join(reader: ServerResponse): void {
    this.#readers.push(reader);
    if (this.#isOpen) this.#tell(reader);
  }

  #tell(reader: ServerResponse): void {
    begin(reader);
    for (const message of this.#said) reader.write(message);
  }
}

function begin(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\n\n');
}

function given<T>(answer: Answer<T>, asked: Asked): T {
  return typeof answer === 'function' ? (answer as (asked: Asked) => T)(asked) : answer;
}

function sendOutput(response: ServerResponse, structuredContent: unknown): void {
  send(response, 200, { jsonrpc: '2.0', id: 1, result: { structuredContent, content: [] } });
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  try {
    const content = await readFile(join(DIST, path));
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/html; charset=utf-8' }).end(content);
  } catch {
    response.writeHead(404).end();
  }
}
