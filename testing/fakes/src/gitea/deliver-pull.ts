import { PullRequestPayload } from '@mosaic/contracts/gitea';
import type { z } from 'zod';

import { deliverHook, type DeliveryOptions } from './deliver-hook.ts';
import { presentPull } from './pull.ts';
import { presentRepository, type FakePull, type FakeRepository } from './repository.ts';

export interface PullOptions extends DeliveryOptions {
  action?: string;
  sender?: string;
  /** Id of the head's repository; another one's is a fork. */
  headRepository?: number;
  /** Overrides members of the pull request as the payload has it. */
  members?: Record<string, unknown>;
}

/** Sends what a forge sends for a pull request, to the first webhook of its repository. */
export async function deliverPull(repository: FakeRepository, pull: FakePull, options: PullOptions = {}): Promise<Response> {
  const { action = 'opened', sender = pull.author, headRepository = repository.id, members } = options;
  const shown = presentPull(repository, pull);
  const payload: z.input<typeof PullRequestPayload> = {
    action,
    number: pull.number,
    pull_request: {
      ...shown,
      user: { ...shown.user, email: `${pull.author}@example.test` },
      head: { ...shown.head, repo_id: headRepository },
      ...members,
    },
    repository: presentRepository(repository, undefined),
    sender: { id: 1, login: sender, email: `${sender}@example.test` },
  };
  return deliverHook(repository, PullRequestPayload.parse(payload), { event: 'pull_request', ...options });
}
