import type { Delivery } from '../webhooks/delivery.ts';

/** A delivery without its payload; times are Unix milliseconds. */
export function presentDelivery({ payload: _payload, hookId, seq: _seq, repositoryId: _repositoryId, ...delivery }: Delivery) {
  return { ...delivery, hookId };
}
