import { createHmac, randomUUID } from 'node:crypto';

import { PushPayload } from '@mosaic/contracts/gitea';
import type { z } from 'zod';

import { presentRepository, type FakeRepository } from './repository.ts';

export interface PushOptions {
  sha: string;
  branch?: string;
  message?: string;
  sender?: string;
  changed?: string[];
  deliveryId?: string;
  event?: string;
  traceparent?: string;
  /** Overrides members of the payload. */
  payload?: Record<string, unknown>;
  signature?: string;
}

/** Sends what a forge sends for a push, to the first webhook of the repository. */
export async function deliverPush(repository: FakeRepository, options: PushOptions): Promise<Response> {
  const [hook] = repository.hooks;
  if (hook === undefined) throw new Error('the repository has no webhook');
  const { sha, branch = 'main', message = 'a change', sender = repository.owner, changed = ['a.txt'] } = options;
  const commit = { id: sha, message, author: { name: sender, email: `${sender}@example.test`, username: sender }, added: changed };
  const payload: z.input<typeof PushPayload> = {
    ref: `refs/heads/${branch}`,
    before: '0'.repeat(40),
    after: sha,
    compare_url: 'http://localhost:8080/compare',
    commits: [commit],
    total_commits: 1,
    head_commit: commit,
    repository: presentRepository(repository, undefined),
    sender: { id: 1, login: sender },
  };
  const body = JSON.stringify({ ...PushPayload.parse(payload), ...options.payload });
  return fetch(hook.url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-gitea-event': options.event ?? 'push',
      'x-gitea-delivery': options.deliveryId ?? randomUUID(),
      'x-gitea-signature': options.signature ?? createHmac('sha256', hook.secret).update(body).digest('hex'),
      ...(options.traceparent === undefined ? {} : { traceparent: options.traceparent }),
    },
  });
}
