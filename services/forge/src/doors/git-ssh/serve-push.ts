import { advertiseRefs, failPush, readPushRequest, withoutPack, writeTo, type PushRequest } from '@mosaic/engines/git';
import { isMosaicError } from '@mosaic/platform/errors';
import { newTraceId, type Holder } from '@mosaic/platform/http';
import type { Caller } from '@mosaic/platform/identity';

import { carryPush, type PushAnswer } from '../../wire/carry-push.ts';
import type { Target } from '../../wire/push-target.ts';
import type { GitSshPorts, Given } from './ports.ts';
import type { Exchange } from './visits.ts';

interface Opened extends Given {
  target: Target;
  caller: Caller;
  place: Holder;
}

/** Serves a push: no git runs while the client makes up what it sends. */
export async function servePush(ports: GitSshPorts, opened: Opened): Promise<void> {
  const { exchange, target, caller, gitProtocol } = opened;
  await advertise(ports, opened);
  const push = withoutPack(await readPushRequest(exchange.body));
  if (push.commands.length === 0) {
    exchange.out.end();
    return;
  }
  const answer = answerOf(exchange, push);
  if (push.fault !== null) return answer.refuse(failPush(push, `Nothing was taken: ${push.fault}.`));
  let hasBegun = false;
  const begin = () => {
    hasBegun = true;
    return answer.begin();
  };
  try {
    const release = await takePlace(ports, opened);
    try {
      const cause = { actor: caller.login, traceId: newTraceId() };
      await carryPush(ports, { push, target, caller, cause, gitProtocol, answer: { ...answer, begin } });
    } finally {
      release();
    }
  } catch (error) {
    if (!isMosaicError(error) || hasBegun) throw error;
    await answer.refuse(failPush(push, `Nothing was taken: ${error.message}`));
  }
}

async function advertise(ports: GitSshPorts, opened: Opened): Promise<void> {
  const { exchange, target, gitProtocol } = opened;
  const { folders } = ports.repositories;
  const git = 'repository' in target ? folders.open(target.repository.id) : folders.blank;
  const release = await takePlace(ports, opened);
  try {
    const onFailure = (exit: unknown) => ports.log.error({ exit, gitDir: git.gitDir }, 'a repository gave no refs');
    for await (const bytes of advertiseRefs(git, 'git-receive-pack', { gitProtocol, onFailure })) await writeTo(exchange.out, bytes);
  } finally {
    release();
  }
}

/** While it is waited for a place, the client is not waited for. */
async function takePlace({ slots }: GitSshPorts, { exchange, place, gone }: Opened): Promise<() => void> {
  exchange.reads = false;
  try {
    return await slots.take(place, gone);
  } finally {
    exchange.reads = true;
  }
}

/** Both sides speak at once here: a client that still sends reads why it need not, and may leave before it has sent all. */
function answerOf({ out }: Exchange, push: PushRequest): PushAnswer {
  return {
    begin: () => out,
    refuse: async (bytes) => {
      await writeTo(out, bytes);
      for await (const _chunk of push.rest) continue;
      out.end();
    },
  };
}
