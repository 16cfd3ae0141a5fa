import { createHmac } from 'node:crypto';

import type { Store } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { EventLog } from '@mosaic/platform/events';
import { sameSecret, type Keyring } from '@mosaic/platform/secrets';

import type { CiTables } from '../db/schema.ts';
import type { PipelineStarter, Started } from '../pipelines/pipeline-starter.ts';
import type { Activation } from '../repositories/activation.ts';
import { badToken, forgeIdOfHookToken, verifyHookToken } from '../repositories/hook-token.ts';
import type { RepositoryRow } from '../repositories/repository.ts';
import { findByForgeId } from '../repositories/repository-reader.ts';
import { hookContext, upsertRepository } from '../repositories/repository-writer.ts';
import { parseHook } from './parse-hook.ts';

export interface HooksDeps {
  store: Store<CiTables>;
  events: EventLog<CiTables>;
  keyring: Keyring;
  activation: Activation;
  starter: PipelineStarter;
}

/** A call of the forge's, as it came. */
export interface HookCall {
  /** Of the address; it authenticates. */
  token: string;
  /** HMAC-SHA256 of the bytes in hex, with the secret that the forge knows from the activation. */
  signature: string;
  event: string;
  bytes: Buffer;
  /** The same id makes no second pipeline; "" for none. */
  deliveryId: string;
  traceId: string;
}

/** Takes what the forge tells of changes. */
export class Hooks {
  readonly #deps: HooksDeps;

  constructor(deps: HooksDeps) {
    this.#deps = deps;
  }

  /** The pipeline that the change starts, or why it starts none. @throws MosaicError for a token, signature or body that is none. */
  async receive({ token, signature, event, bytes, deliveryId, traceId }: HookCall): Promise<Started> {
    const { events, keyring, activation, starter } = this.#deps;
    await activation.settled(forgeIdOfHookToken(token));
    const repository = await this.#authenticated(token);
    this.#checkSignature(repository, { bytes, signature });
    const intent = parseHook(event, parseJson(bytes));
    if ('repository' in intent && intent.repository.id !== repository.forge_id) throw badToken();
    if (repository.active === 0) return { filtered: 'the repository is not active' };
    if (!('draft' in intent)) return { filtered: intent.ignored };
    const current = await events.transact((writer) => upsertRepository(writer, keyring, intent.repository));
    if (intent.draft.pullRequest !== undefined && current.allow_pr === 0)
      return { filtered: 'pull requests start no pipeline in this repository' };
    return starter.start(current, intent.draft, { traceId, ...(deliveryId === '' ? {} : { deliveryId }) });
  }

  async #authenticated(token: string): Promise<RepositoryRow> {
    const { store, keyring } = this.#deps;
    const forgeId = forgeIdOfHookToken(token);
    const repository = await store.read((db) => findByForgeId(db, forgeId));
    if (repository === undefined) throw badToken();
    await verifyHookToken(token, keyring.open(hookContext('key', forgeId), repository.hook_key));
    return repository;
  }

  /** The forge knows the secret from the activation; a delivery of an unsigned hook has an empty signature and is refused too. */
  #checkSignature(repository: RepositoryRow, { bytes, signature }: { bytes: Buffer; signature: string }): void {
    const secret = this.#deps.keyring.open(hookContext('secret', repository.forge_id), repository.hook_secret);
    if (!sameSecret(signature, createHmac('sha256', secret).update(bytes).digest('hex')))
      throw new MosaicError(
        'invalid_input',
        'The signature in X-Gitea-Signature does not fit the body. Repair the repository in CI, so that the forge gets a new hook.',
      );
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new MosaicError('invalid_input', 'The body is not JSON. Set the content type of the webhook to application/json.', { cause });
  }
}
