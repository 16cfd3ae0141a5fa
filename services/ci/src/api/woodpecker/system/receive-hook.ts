import { postHook } from '@mosaic/contracts/woodpecker';
import { operation, routed } from '@mosaic/platform/http';

import type { CiContext } from '../../../context.ts';
import { presentPipeline } from '../../../present/pipeline.ts';

/** A push payload holds at most five commits, but their lists of files may be long. */
const MAX_HOOK_BYTES = 8 * 1024 * 1024;

const { body: _parsedByHooks, ...request } = routed(postHook);

/** The token in the address authenticates; where the forge signs the body, the signature must fit too. */
export const receiveHook = operation<CiContext>()({
  ...request,
  contract: postHook,
  access: 'anyone',
  bodyLimit: MAX_HOOK_BYTES,
  handle: async ({ query, raw, reply, cause }, { hooks, pipelines }) => {
    const started = await hooks.receive({
      token: query.access_token,
      signature: header(raw.headers['x-gitea-signature']),
      event: header(raw.headers['x-gitea-event']) || header(raw.headers['x-forgejo-event']),
      bytes: Buffer.isBuffer(raw.body) ? raw.body : Buffer.alloc(0),
      deliveryId: header(raw.headers['x-gitea-delivery']),
      traceId: cause.traceId,
    });
    if ('pipeline' in started) return presentPipeline(await pipelines.view(started.pipeline));
    return reply.code(204).header('pipeline-filtered', 'true').header('pipeline-filtered-reason', started.filtered).send();
  },
});

function header(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value.slice(0, 200) : '';
}
