import type { AddressInfo } from 'node:net';

import { z } from 'zod';

import { Bytes, completed, type OperationDatum } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';
import {
  bearerOf,
  createHttpApp,
  mountOperations,
  operation,
  routed,
  type HttpApp,
  type Operation,
  type Request,
} from '@mosaic/platform/http';
import { silentLog } from '@mosaic/platform/log';

import { Looks } from '../looks.ts';
import { Misbehaviour } from '../misbehaviour.ts';
import { operationsOf, type Answers, type Asked, type Asker } from './answers.ts';
import { NATIVE, type Dialect } from './dialect.ts';
import { Heeded } from './heeded.ts';

/** One contract that a fake speaks. */
export interface Spoken {
  dialect: Dialect;
  operations: readonly OperationDatum[];
  answers: Readonly<Record<string, ((asked: never, asker: Asker) => unknown) | undefined>>;
}

/** States what a fake answers to the operations of a contract; each answer is typed by its datum. */
export function speak<C extends object>(dialect: Dialect, contract: C, answers: Answers<C>): Spoken {
  return { dialect, operations: operationsOf(contract), answers: answers as Spoken['answers'] };
}

/** Something that was asked of a fake. */
export interface Call {
  operation: OperationDatum;
  asked: unknown;
  asker: Asker;
}

/**
 * A program on a free port that answers operations of our contracts. Routes, statuses and shapes are the contract's: requests are
 * read by it, and an answer that does not fit it is refused and told of when the fake ends, as is an operation that has no answer.
 */
export class Fake extends Misbehaviour<OperationDatum> implements AsyncDisposable {
  /** Everything that was asked, in order. */
  readonly calls: Call[] = [];
  /** The operations that it answers. */
  readonly served: readonly OperationDatum[];
  readonly #faults: string[] = [];
  readonly #unserved: string[] = [];
  readonly #looks = new Looks();
  readonly #app: HttpApp;

  private constructor(app: HttpApp, spoken: readonly Spoken[]) {
    super();
    this.#app = app;
    this.served = spoken.flatMap(({ operations, answers }) => operations.filter(({ id }) => answers[id] !== undefined));
  }

  static async start(name: string, spoken: readonly Spoken[]): Promise<Fake> {
    const app = createHttpApp({
      name,
      log: silentLog(),
      hosts: ['*'],
      bodyLimit: 64 * 1024 * 1024,
      health: async () => ({ state: 'ok' }),
      renderError: (reply, error, request) => dialectOf(spoken, request.url).refuse(reply, error),
    });
    const fake = new Fake(app, spoken);
    for (const one of spoken)
      mountOperations(
        app,
        one.operations.map((datum) => fake.#operation(datum, one)),
        {
          context: null,
          credential: () => null,
          authenticate: () => Promise.reject(new Error('nobody signs in')),
          prefix: one.dialect.prefix,
        },
      );
    app.addHook('onResponse', async () => fake.#looks.again());
    await app.listen({ port: 0, host: '127.0.0.1' });
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#app.server.address() as AddressInfo).port}`;
  }

  /** What an operation was asked so far. */
  askedOf<D extends OperationDatum>(operation: D): Asked<D>[] {
    return this.calls.filter((call) => call.operation === operation).map(({ asked }) => asked as Asked<D>);
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
    const faults = [...this.#unserved, ...this.#faults];
    if (faults.length > 0) throw new Error(`The fake broke its contract:\n${faults.join('\n')}`);
  }

  /** What it was asked so far and does not do; it is told no more when the fake ends. */
  takeUnserved(): string[] {
    return this.#unserved.splice(0);
  }

  #operation(datum: OperationDatum, { answers }: Spoken): Operation<null> {
    const answer = answers[datum.id];
    return operation<null>()({
      ...routed(datum),
      access: 'anyone',
      handle: async (request) => {
        const asked = askedOf(datum, request);
        const asker = askerOf(request);
        this.calls.push({ operation: datum, asked, asker });
        await this.behave(datum, asked);
        return this.#held(datum, async () => {
          if (answer === undefined) throw new Unserved('it was asked, and the fake has no answer');
          const query = new Heeded(request.query, request.raw.query);
          const body = new Heeded(request.body, request.raw.body);
          const given = await answer({ ...asked, query: query.asked, body: body.asked } as never, asker);
          const passedOver = [...query.passedOver(), ...body.passedOver()];
          if (passedOver.length > 0) throw new Unserved(`it was asked with ${passedOver.join(', ')}, which the fake does not heed`);
          return sentOf(datum, given);
        });
      },
    });
  }

  /** What goes wrong inside a fake is the test's fault and never passes for an answer. */
  async #held<T>({ id }: OperationDatum, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof MosaicError) throw error;
      const fault = `${id}: ${error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Unserved ? error.message : String(error)}`;
      (error instanceof Unserved ? this.#unserved : this.#faults).push(fault);
      throw new MosaicError('unsupported', fault, { cause: error });
    }
  }
}

/** What a fake does not do, by its own word. */
class Unserved extends Error {
  override name = 'Unserved';
}

function sentOf({ answer }: OperationDatum, given: unknown): unknown {
  if (answer === Bytes) return Buffer.from(Bytes.parse(given));
  return completed(answer, given);
}

/** The names of the path that are more than a text are those that its schema reads. */
function askedOf({ catchAll }: OperationDatum, { raw, params, query, body }: Request<unknown, unknown, unknown>): object {
  const { '*': rest, ...names } = { ...(raw.params as object), ...(params as Record<string, unknown>) };
  return { ...names, ...(catchAll === undefined ? {} : { [catchAll]: rest }), query, body };
}

function askerOf({ raw, reply, gone }: Request<unknown, unknown, unknown>): Asker {
  const { sudo } = raw.headers;
  return {
    sudo: typeof sudo === 'string' ? sudo : undefined,
    token: bearerOf(raw.headers) ?? '',
    gone: gone(),
    sayTotal: (total, { page, limit }) => {
      const last = Math.max(1, Math.ceil(total / limit));
      const to = (rel: string, number: number) => {
        const url = new URL(raw.url, `http://${raw.headers.host ?? ''}`);
        url.searchParams.set('page', String(number));
        return `<${url.href}>; rel="${rel}"`;
      };
      const links = [
        ...(page < last ? [to('next', page + 1), to('last', last)] : []),
        ...(page > 1 ? [to('first', 1), to('prev', page - 1)] : []),
      ];
      reply.header('x-total-count', String(total));
      if (links.length > 0) reply.header('link', links.join(', '));
    },
  };
}

function dialectOf(spoken: readonly Spoken[], url: string): Dialect {
  return spoken.find(({ dialect }) => dialect !== NATIVE && url.startsWith(dialect.prefix))?.dialect ?? NATIVE;
}
