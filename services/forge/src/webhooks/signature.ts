import { createHmac } from 'node:crypto';

import { broadEvent } from './hook-events.ts';

/** What the headers of a delivery are made from. `secret` is empty when the hook has none. */
export interface Signed {
  deliveryId: string;
  event: string;
  /** The JSON, also when it is sent as a form. */
  payload: string;
  secret: string;
}

/** Gitea's full set of headers (forge contract 5.1), in the casing that receivers look for. */
export function deliveryHeaders({ deliveryId, event, payload, secret }: Signed): Record<string, string> {
  const mac = (algorithm: 'sha1' | 'sha256') => (secret === '' ? '' : createHmac(algorithm, secret).update(payload).digest('hex'));
  const sha256 = mac('sha256');
  const broad = broadEvent(event);
  return {
    'X-Gitea-Delivery': deliveryId,
    'X-Gitea-Event': broad,
    'X-Gitea-Event-Type': event,
    'X-Gitea-Signature': sha256,
    'X-Gitea-Hook-Installation-Target-Type': 'repository',
    'X-Gogs-Delivery': deliveryId,
    'X-Gogs-Event': broad,
    'X-Gogs-Event-Type': event,
    'X-Gogs-Signature': sha256,
    'X-Hub-Signature': `sha1=${mac('sha1')}`,
    'X-Hub-Signature-256': `sha256=${sha256}`,
    'X-GitHub-Delivery': deliveryId,
    'X-GitHub-Event': broad,
    'X-GitHub-Event-Type': event,
    'X-GitHub-Hook-Installation-Target-Type': 'repository',
  };
}
