import type { FastifyReply, FastifyRequest } from 'fastify';

import { holderOf, type Places } from '@mosaic/platform/http';
import type { Caller } from '@mosaic/platform/identity';

/** A request of git or git-lfs, and who makes it. */
export interface Asking {
  caller: Caller;
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * A place for it; call the answer when it has ended. A client that leaves gives up its place in the queue. `proof` is what our own edge
 * proves itself with. @throws as {@link Places.take}.
 */
export async function takePlace(places: Places, { caller, request, reply }: Asking, proof: string): Promise<() => void> {
  const gone = new AbortController();
  const onClose = (): void => gone.abort();
  reply.raw.once('close', onClose);
  try {
    return await places.take(holderOf(caller, request, proof), gone.signal);
  } finally {
    reply.raw.off('close', onClose);
  }
}
