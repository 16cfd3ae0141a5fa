import { createHmac, randomUUID } from 'node:crypto';

import type { FakeRepository } from './repository.ts';

/** How a delivery differs from what a forge sends. */
export interface DeliveryOptions {
  event?: string;
  deliveryId?: string;
  traceparent?: string;
  signature?: string;
}

/** Sends a payload to the first webhook of the repository, signed as a forge signs it. */
export async function deliverHook(
  repository: FakeRepository,
  payload: object,
  { event = 'push', deliveryId, traceparent, signature }: DeliveryOptions,
): Promise<Response> {
  const [hook] = repository.hooks;
  if (hook === undefined) throw new Error('the repository has no webhook');
  const body = JSON.stringify(payload);
  return fetch(hook.url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-gitea-event': event,
      'x-gitea-delivery': deliveryId ?? randomUUID(),
      'x-gitea-signature': signature ?? createHmac('sha256', hook.secret).update(body).digest('hex'),
      ...(traceparent === undefined ? {} : { traceparent }),
    },
  });
}
