import { PullRequestPayload, PushPayload, RefPayload } from '@mosaic/contracts/gitea';
import { encodeBytePath } from '@mosaic/contracts/wire';
import { parseInput } from '@mosaic/platform/errors';

import type { HookIntent } from './hook-intent.ts';
import { cutMessage, titleOf } from './message.ts';
import { parsePullRequest } from './parse-pull-request.ts';

const ZERO = /^0+$/;

/** Reads a delivery in Gitea's format (upstream `server/forge/gitea/parse.go`). A pushed tag is built from `create`; its `push` is ignored, as upstream does. */
export function parseHook(event: string, body: unknown): HookIntent {
  if (event === 'push') return parsePush(parseInput(PushPayload, body, 'The push payload'));
  if (event === 'create') return parseCreate(parseInput(RefPayload, body, 'The create payload'));
  if (event === 'pull_request') return parsePullRequest(parseInput(PullRequestPayload, body, 'The pull request payload'));
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
