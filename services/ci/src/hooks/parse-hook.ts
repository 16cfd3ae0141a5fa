import { PushPayload, RefPayload, type Repository } from '@mosaic/contracts/gitea';
import { encodeBytePath } from '@mosaic/contracts/wire';
import { parseInput } from '@mosaic/platform/errors';

import type { PipelineDraft } from '../pipelines/pipeline-draft.ts';

/** What a hook call asks for: a pipeline, or nothing, with the reason. */
export type HookIntent =
  | { repository: Repository; draft: PipelineDraft }
  | { repository: Repository; ignored: string }
  | { ignored: string };

const ZERO = /^0+$/;

/** Reads a delivery in Gitea's format (upstream `server/forge/gitea/parse.go`). A pushed tag is built from `create`; its `push` is ignored, as upstream does. */
export function parseHook(event: string, body: unknown): HookIntent {
  if (event === 'push') return parsePush(parseInput(PushPayload, body, 'The push payload'));
  if (event === 'create') return parseCreate(parseInput(RefPayload, body, 'The create payload'));
  if (event === 'pull_request') return { ignored: 'pull requests are not run here' };
  return { ignored: `the event "${event}" starts no pipeline` };
}

function parsePush(push: PushPayload): HookIntent {
  const { repository } = push;
  if (!push.ref.startsWith('refs/heads/'))
    return { repository, ignored: 'only branches are built from a push; a tag is built from its create event' };
  if (push.after === '' || ZERO.test(push.after)) return { repository, ignored: 'the branch was deleted' };
  const head = push.head_commit ?? push.commits.find(({ id }) => id === push.after) ?? push.commits[0];
  const message = cutMessage(head?.message ?? '');
  return {
    repository,
    draft: {
      event: 'push',
      branch: push.ref.slice('refs/heads/'.length),
      ref: push.ref,
      sha: push.after,
      before: push.before,
      title: titleOf(message),
      message,
      author: head?.author.username || push.sender.login,
      authorEmail: head?.author.email ?? '',
      sender: push.sender.login,
      forgeUrl: push.compare_url || head?.url || repository.html_url,
      changedFiles: [...new Set(push.commits.flatMap(({ added, removed, modified }) => [...added, ...removed, ...modified]))],
    },
  };
}

function parseCreate(created: RefPayload): HookIntent {
  const { repository } = created;
  if (created.ref_type !== 'tag') return { repository, ignored: 'a new branch is built from its push' };
  const tag = created.ref.replace(/^refs\/tags\//, '');
  const message = `created tag ${tag}`;
  return {
    repository,
    draft: {
      event: 'tag',
      branch: `refs/tags/${tag}`,
      ref: `refs/tags/${tag}`,
      sha: created.sha,
      before: '',
      title: message,
      message,
      author: created.sender.login,
      authorEmail: created.sender.email,
      sender: created.sender.login,
      forgeUrl: `${repository.html_url}/src/tag/${encodeBytePath(tag)}`,
      changedFiles: [],
    },
  };
}

/** Characters of a commit's message that are kept: it is part of every list of pipelines, and git takes one of any length. */
const MESSAGE_LENGTH = 16_384;

export function cutMessage(message: string): string {
  return message.length > MESSAGE_LENGTH ? `${message.slice(0, MESSAGE_LENGTH)}…` : message;
}

/** First line of a message, at most 250 characters. */
export function titleOf(message: string): string {
  return (message.split('\n', 1)[0] ?? '').slice(0, 250);
}
