import { createHmac } from 'node:crypto';

import { postHook } from '@mosaic/contracts/woodpecker';
import { MosaicError } from '@mosaic/platform/errors';
import { operation, routed } from '@mosaic/platform/http';
import { sameSecret } from '@mosaic/platform/secrets';

import { parseHook } from '../hooks/parse-hook.ts';
import { badToken, forgeIdOfHookToken, verifyHookToken } from '../repositories/hook-token.ts';
import { findByForgeId, type RepositoryRow } from '../repositories/repository-reader.ts';
import { hookContext, upsertRepository } from '../repositories/repository-writer.ts';
import { showPipeline, type CiContext } from './context.ts';

/** A push payload holds at most five commits, but their lists of files may be long. */
const MAX_HOOK_BYTES = 8 * 1024 * 1024;

const { body: _parsedHere, ...request } = routed(postHook);

/** The token in the address authenticates; where the forge signs the body, the signature must fit too. */
export const receiveHook = operation<CiContext>()({
  ...request,
  contract: postHook,
  access: 'anyone',
  bodyLimit: MAX_HOOK_BYTES,
  handle: async ({ query, raw, reply, traceId }, context) => {
    await context.activation.settled(forgeIdOfHookToken(query.access_token));
    const repository = await authenticated(context, query.access_token);
    const bytes = Buffer.isBuffer(raw.body) ? raw.body : Buffer.alloc(0);
    checkSignature(context, repository, { bytes, header: header(raw.headers['x-gitea-signature']) });
    const intent = parseHook(header(raw.headers['x-gitea-event']) || header(raw.headers['x-forgejo-event']), parseJson(bytes));
    if ('repository' in intent && intent.repository.id !== repository.forge_id) throw badToken();
    const filtered = (reason: string) =>
      reply.code(204).header('pipeline-filtered', 'true').header('pipeline-filtered-reason', reason).send();
    if (repository.active === 0) return filtered('the repository is not active');
    if (!('draft' in intent)) return filtered(intent.ignored);

    const current = await context.events.transact((writer) => upsertRepository(writer, context.keyring, intent.repository));
    const deliveryId = header(raw.headers['x-gitea-delivery']);
    const started = await context.starter.start(current, intent.draft, { traceId, ...(deliveryId === '' ? {} : { deliveryId }) });
    return 'filtered' in started ? filtered(started.filtered) : showPipeline(context, started.pipeline);
  },
});

async function authenticated({ store, keyring }: CiContext, token: string): Promise<RepositoryRow> {
  const forgeId = forgeIdOfHookToken(token);
  const repository = await store.read((db) => findByForgeId(db, forgeId));
  if (repository === undefined) throw badToken();
  await verifyHookToken(token, keyring.open(hookContext('key', forgeId), repository.hook_key));
  return repository;
}

/** The forge knows the secret from the activation; a delivery of an unsigned hook has an empty header and is refused too. */
function checkSignature(
  { keyring }: CiContext,
  repository: RepositoryRow,
  { bytes, header: given }: { bytes: Buffer; header: string },
): void {
  const secret = keyring.open(hookContext('secret', repository.forge_id), repository.hook_secret);
  const wanted = createHmac('sha256', secret).update(bytes).digest('hex');
  if (!sameSecret(given, wanted))
    throw new MosaicError(
      'invalid_input',
      'The signature in X-Gitea-Signature does not fit the body. Repair the repository in CI, so that the forge gets a new hook.',
    );
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new MosaicError('invalid_input', 'The body is not JSON. Set the content type of the webhook to application/json.', { cause });
  }
}

function header(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value.slice(0, 200) : '';
}
