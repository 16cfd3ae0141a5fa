import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';

import type { Repository } from '../repos/repository.ts';
import type { Hook } from '../webhooks/hook.ts';
import type { HookChange } from '../webhooks/hook-writer.ts';
import type { ForgeContext } from './context.ts';

export const HookParams = z.object({ id: z.coerce.number().int().min(1) });

const Config = z.object({
  url: z.string().max(2_000).optional(),
  secret: z.string().max(1_000).optional(),
  content_type: z.enum(['json', 'form']).optional(),
  http_method: z
    .string()
    .regex(/^post$/i, 'deliveries are POST')
    .optional(),
});

/** Members of a hook that a request may set. */
export const HookBody = z.object({
  config: Config.default({}),
  events: z.array(z.string().max(50)).max(50).optional(),
  branch_filter: z.string().max(500).optional(),
  authorization_header: z
    .string()
    .max(2_000)
    .regex(/^[\x21-\x7e]*(?: [\x20-\x7e]*)?$/, 'must be printable ASCII, as "Bearer …"')
    .optional(),
  active: z.boolean().optional(),
});

export function hookChangeOf(body: z.output<typeof HookBody>): HookChange {
  const { config, events, branch_filter: branchFilter, authorization_header: authorization, active } = body;
  return { url: config.url, secret: config.secret, authorization, contentType: config.content_type, events, branchFilter, active };
}

/** @throws MosaicError `not_found`, also for a hook of another repository. */
export async function requireHook({ hooks }: Pick<ForgeContext, 'hooks'>, repository: Repository, id: number): Promise<Hook> {
  const hook = await hooks.reader.byId(id);
  if (hook === null || hook.repositoryId !== repository.id)
    throw new MosaicError('not_found', `${repository.fullName} has no webhook ${id}.`);
  return hook;
}
