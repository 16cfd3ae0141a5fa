import { PushPayload } from '@mosaic/contracts/gitea';
import type { z } from 'zod';

import { deliverHook, type DeliveryOptions } from './deliver-hook.ts';
import { presentRepository, type FakeRepository } from './repository.ts';

export interface PushOptions extends DeliveryOptions {
  sha: string;
  branch?: string;
  message?: string;
  sender?: string;
  changed?: string[];
  /** Overrides members of the payload. */
  payload?: Record<string, unknown>;
}

/** Sends what a forge sends for a push, to the first webhook of the repository. */
export async function deliverPush(repository: FakeRepository, options: PushOptions): Promise<Response> {
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
  return deliverHook(repository, { ...PushPayload.parse(payload), ...options.payload }, options);
}
