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
  readonly #faults: string[] = [];
  readonly #looks = new Looks();
  readonly #app: HttpApp;

  private constructor(app: HttpApp) {
    super();
    this.#app = app;
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
    const fake = new Fake(app);
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
    if (this.#faults.length > 0) throw new Error(`The fake broke its contract:\n${this.#faults.join('\n')}`);
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
          if (answer === undefined) throw new TypeError('it was asked, and the fake has no answer');
          return sentOf(datum, await answer(asked as never, asker));
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
      const fault = `${id}: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`;
      this.#faults.push(fault);
      throw new MosaicError('unsupported', fault, { cause: error });
    }
  }
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
    sayTotal: (total) => void reply.header('x-total-count', String(total)),
  };
}

function dialectOf(spoken: readonly Spoken[], url: string): Dialect {
  return spoken.find(({ dialect }) => dialect !== NATIVE && url.startsWith(dialect.prefix))?.dialect ?? NATIVE;
}
