import type { Operation } from '@mosaic/platform/http';
import { z } from 'zod';

import { emptied, type Fault, type Target } from './target.ts';

/* eslint-disable @typescript-eslint/no-explicit-any -- whatever their context is */
type AnyOperation = Operation<any>;
type Handle = AnyOperation['handle'];
type AnyReply = Parameters<Handle>[0]['reply'];
const PARTS = ['query', 'body'] as const;

/** The operations of a service as what can be broken. */
export function operationTargets(operations: readonly AnyOperation[]): Target[] {
  return operations.map((operation) => ({
    name: operation.contract?.id ?? `${String(operation.method)} ${operation.path}`,
    faults: faultsOf(operation, twinOf(operation, operations) !== null),
    break: (fault, reached) => breakIt(operation, fault, { reached, twin: twinOf(operation, operations) }),
    watch(called) {
      const handle = operation.handle.bind(operation);
      operation.handle = (request, context) => {
        called();
        return handle(request, context);
      };
    },
  }));
}

/** What reads the thing that this one changes: it tells how it was. */
function twinOf({ method, path }: AnyOperation, operations: readonly AnyOperation[]): Handle | null {
  if (method !== 'PATCH' && method !== 'PUT') return null;
  const reading = operations.find((other) => other.method === 'GET' && other.path === path);
  return reading?.handle.bind(reading) ?? null;
}

function faultsOf(operation: AnyOperation, hasTwin: boolean): Fault[] {
  const { contract, method } = operation;
  const isSilent = contract?.answer instanceof z.ZodVoid;
  const writesNothing = method !== 'GET' && (isSilent || hasTwin || (contract === undefined && method === 'DELETE'));
  return [
    'throws',
    'answers another status',
    ...(isSilent ? [] : ['answers nothing']),
    ...(writesNothing ? ['writes nothing'] : []),
    ...PARTS.flatMap((part) => optionalIn(schemaOf(operation, part)).map((name) => `ignores ${part}.${name}`)),
  ];
}

function schemaOf(operation: AnyOperation, part: (typeof PARTS)[number]): z.ZodType | undefined {
  return operation.contract?.[part] ?? operation[part];
}

/** Members that a request may leave out, but for those that say nothing: whoever sends the one value there is asks for what is so anyway. */
function optionalIn(schema: z.ZodType | undefined): string[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, member]) =>
    member.safeParse(undefined).success && !takesOneValue(member) ? [name] : [],
  );
}

function takesOneValue(member: z.ZodType): boolean {
  if (member instanceof z.ZodOptional || member instanceof z.ZodNullable) return takesOneValue(member.unwrap() as z.ZodType);
  return (member instanceof z.ZodEnum && member.options.length === 1) || (member instanceof z.ZodLiteral && member.values.size === 1);
}

function breakIt(operation: AnyOperation, fault: Fault, { reached, twin }: { reached: () => void; twin: Handle | null }): void {
  const handle = operation.handle.bind(operation);
  const [, part, member = ''] = /^ignores (query|body)\.(.+)$/.exec(fault) ?? [];
  operation.handle = async (request, context) => {
    if (fault === 'throws') {
      reached();
      throw new Error('broken on purpose');
    }
    if (fault === 'writes nothing') {
      reached();
      return twin === null ? undefined : twin(request, context);
    }
    if (part === 'query' || part === 'body') {
      const given = request[part] as Record<string, unknown>;
      const fallback = (schemaOf(operation, part) as z.ZodObject).shape[member]?.safeParse(undefined).data as unknown;
      if (JSON.stringify(given[member]) !== JSON.stringify(fallback)) reached();
      return handle({ ...request, [part]: { ...given, [member]: fallback } }, context);
    }
    const restore = breakReply(request.reply, fault, reached);
    breakStream(request.reply, fault, reached);
    const answer = await handle(request, context).finally(restore);
    // A page or a redirect; whoever awaits the reply is answered nothing.
    if (request.reply.sent) return answer;
    reached();
    if (fault === 'answers nothing') return emptied(answer);
    // Another status of success, as a slip would answer it.
    operation.status = operation.contract?.status === 202 ? 200 : 202;
    return answer;
  };
}

/** Breaks what an operation writes by itself once it has taken the answer over, for as long as it writes: another status, or no event. */
function breakStream(reply: AnyReply, fault: Fault, reached: () => void): void {
  const hijack = reply.hijack.bind(reply);
  reply.hijack = () => {
    const { raw } = reply;
    const [writeHead, write] = [raw.writeHead.bind(raw), raw.write.bind(raw)];
    if (fault === 'answers another status')
      raw.writeHead = ((_status: number, ...rest: unknown[]) => {
        reached();
        return Reflect.apply(writeHead, raw, [202, ...rest]) as unknown;
      }) as typeof raw.writeHead;
    if (fault === 'answers nothing')
      raw.write = ((...sent: unknown[]) => {
        // A comment, which keeps the stream open, is no event.
        if (String(sent[0]).startsWith(':')) return Reflect.apply(write, raw, sent) as unknown;
        reached();
        return true;
      }) as typeof raw.write;
    return hijack();
  };
}

/** Breaks what an operation sends itself. @returns What repairs the reply, for what is sent after the operation. */
function breakReply(reply: AnyReply, fault: Fault, reached: () => void): () => void {
  const send = reply.send.bind(reply);
  reply.send = (...payload) => {
    reached();
    if (fault === 'answers another status') return send.apply(reply.code(202), payload);
    return send.apply(reply.removeHeader('location').removeHeader('content-length'), payload.length === 0 ? [] : ['']);
  };
  return () => void (reply.send = send);
}
