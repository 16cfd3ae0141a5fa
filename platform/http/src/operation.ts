import type { FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { z } from 'zod';

import type { Permission } from '@mosaic/contracts/mosaic';
import { Upload, type OperationDatum } from '@mosaic/contracts/wire';
import { MosaicError, parseInput } from '@mosaic/platform/errors';
import type { Cause } from '@mosaic/platform/events';
import { ANONYMOUS, permits, type Caller, type Credential } from '@mosaic/platform/identity';

import { requireFit } from './answer-check.ts';
import type { HttpApp } from './app.ts';
import { holderOf, type Places } from './places.ts';
import { takeRawBodies, UNBOUNDED } from './raw-bodies.ts';
import { newTraceId, traceIdOf } from './trace.ts';

/** `anyone`: also without a credential (what they may see is the object's policy); otherwise the grant that a token needs. */
export type Access = 'anyone' | { grant: Permission };

/** What a handler gets: the parsed input and who asks. */
export interface Request<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  caller: Caller;
  /** Asks anew who the credential is. An answer that goes on for long asks at each look; throws when it is good no more. */
  again: () => Promise<Caller>;
  /** Who acts, in the journey that the request carries or begins. */
  cause: Cause;
  /** Aborts when nobody waits for the answer any more: the client has gone, or the listener stops. */
  gone: () => AbortSignal;
  raw: FastifyRequest;
  reply: FastifyReply;
}

/** One operation of a contract: one file, named after it, listed by hand in `routes.ts`. */
export interface Operation<C, P extends z.ZodType = z.ZodType, Q extends z.ZodType = z.ZodType, B extends z.ZodType = z.ZodType> {
  method: HTTPMethods;
  path: string;
  access: Access;
  params?: P;
  query?: Q;
  body?: B;
  bodyLimit?: number;
  /** The datum of the contract that this implements; its answers are held to it where they are checked. */
  contract?: OperationDatum;
  /** Status of a plain answer; 200 when absent, 204 when the answer is undefined. */
  status?: number;
  /** Answers the body, or undefined for none; a handler that streams replies itself and answers `reply`. */
  handle(request: Request<z.output<P>, z.output<Q>, z.output<B>>, context: C): Promise<unknown>;
}

/** States an operation with its types inferred from its schemas: `operation<Context>()({ … })`. */
export function operation<C>() {
  return <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(stated: Operation<C, P, Q, B>): Operation<C> =>
    stated as unknown as Operation<C>;
}

export interface MountOptions<C> {
  context: C;
  /** What the request presents in this dialect; null for nothing. */
  credential: (request: FastifyRequest) => Credential | null;
  authenticate: (credential: Credential, request: FastifyRequest) => Promise<Caller>;
  /** Put before every path, e.g. "/api/v1". */
  prefix?: string;
  /** Bounds how many of them are in hand at once, answers that are still being sent included. */
  admission?: Admission;
}

export interface Admission {
  places: Places;
  /** What our own edge proves itself with. */
  proof: string;
}

/** Mounts the operations: authenticate → grant → place → parse → handle, in this order for every one. */
export function mountOperations<C>(app: HttpApp, operations: readonly Operation<C>[], options: MountOptions<C>): void {
  for (const stated of operations) {
    if (stated.body !== Upload) mount(app, stated, options);
    else
      void app.register(async (scope) => {
        takeRawBodies(scope);
        mount(scope, { ...stated, ...UNBOUNDED }, options);
      });
  }
}

function mount<C>(
  app: HttpApp,
  stated: Operation<C>,
  { context, credential, authenticate, prefix = '', admission }: MountOptions<C>,
): void {
  app.route({
    method: stated.method,
    url: prefix + stated.path,
    ...(stated.bodyLimit === undefined ? {} : { bodyLimit: stated.bodyLimit }),
    handler: async (raw, reply) => {
      const presented = credential(raw);
      const ask = async (): Promise<Caller> => {
        const found = presented === null ? ANONYMOUS : await authenticate(presented, raw);
        requireAccess(found, stated.access);
        return found;
      };
      const caller = await ask();
      if (admission !== undefined) await admit(admission, { caller, raw, reply, gone: goneSignal(app, reply) });
      const query = givenParameters(raw.query);
      const traceId = traceIdOf(raw.headers.traceparent) ?? newTraceId();
      const answer = await stated.handle(
        {
          params: stated.params === undefined ? raw.params : parseInput(stated.params, raw.params, 'The address'),
          query: stated.query === undefined ? query : parseInput(stated.query, query, 'The query'),
          body: stated.body === undefined || stated.body === Upload ? raw.body : parseInput(stated.body, raw.body ?? {}, 'The body'),
          caller,
          again: ask,
          cause: { actor: caller.login === '' ? 'anonymous' : caller.login, traceId },
          raw,
          gone: () => goneSignal(app, reply),
          reply,
        },
        context,
      );
      // A stream that its reader left is not "sent" to the framework, yet there is nobody to answer.
      if (answer === reply || reply.sent || reply.raw.headersSent || reply.raw.destroyed) return reply;
      const chosen = stated.contract?.alsoStatus.find((status) => status === reply.statusCode);
      const status = chosen ?? stated.status ?? (answer === undefined ? 204 : 200);
      if (stated.contract !== undefined) requireFit(stated.contract, answer, status);
      return answer === undefined ? reply.code(status).send() : reply.code(status).send(answer);
    },
  });
}

/** A parameter without a value says the same as none: Go's clients write every member of their structures (`event=`). */
function givenParameters(query: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query as Record<string, unknown>).filter(([, value]) => value !== ''));
}

/** Takes a place until the answer has been sent, or its client is gone. */
async function admit(
  { places, proof }: Admission,
  { caller, raw, reply, gone }: { caller: Caller; raw: FastifyRequest; reply: FastifyReply; gone: AbortSignal },
): Promise<void> {
  const leave = await places.take(holderOf(caller, raw, proof), gone);
  if (reply.raw.closed) leave();
  else reply.raw.once('close', leave);
}

function requireAccess(caller: Caller, access: Access): void {
  if (access === 'anyone') return;
  if (caller.kind === 'anonymous') throw new MosaicError('unauthenticated', 'Sign in, or send a token in the Authorization header.');
  if (!permits(caller, access.grant)) throw new MosaicError('forbidden', `Your token lacks the grant ${access.grant}.`);
}

function goneSignal(app: HttpApp, reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  // The response's end, not the request's: a request is "closed" as soon as its body was read.
  reply.raw.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, app.stopping]);
}
