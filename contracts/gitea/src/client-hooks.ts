import { query } from '@mosaic/contracts/wire';

import { repositoryPath, type CallOptions, type Calls, type Page, type Paging } from './calls.ts';
import { Hook } from './schemas.ts';

/** A webhook to add. Without `secret` the signature headers are empty. */
export interface NewHook {
  url: string;
  secret?: string;
  /** `push` alone when absent. */
  events?: readonly string[];
  contentType?: 'json' | 'form';
  branchFilter?: string;
  active?: boolean;
  /** Ours, Gitea ignores it: the pushes that came before the hook are delivered first, and none is missed in between. */
  deliverEarlier?: boolean;
}

/** A repository's webhooks. */
export interface HookCalls {
  listHooks(owner: string, name: string, paging?: Paging, options?: CallOptions): Promise<Page<Hook>>;
  createHook(owner: string, name: string, hook: NewHook, options?: CallOptions): Promise<Hook>;
  /** Moves a webhook to another address; what it has not delivered yet goes there. */
  moveHook(owner: string, name: string, id: number, url: string, options?: CallOptions): Promise<Hook>;
  deleteHook(owner: string, name: string, id: number, options?: CallOptions): Promise<void>;
}

export function hookCalls(calls: Calls): HookCalls {
  const hooks = (owner: string, name: string) => `${repositoryPath(owner, name)}/hooks`;
  return {
    listHooks: (owner, name, paging = {}, options) =>
      calls.page(Hook, { method: 'GET', path: `${hooks(owner, name)}${query({ ...paging })}` }, options),
    createHook: (owner, name, { url, secret, events, contentType = 'json', branchFilter, active = true, deliverEarlier }, options) =>
      calls.one(
        Hook,
        {
          method: 'POST',
          path: hooks(owner, name),
          body: {
            type: 'gitea',
            config: { url, content_type: contentType, ...(secret === undefined ? {} : { secret }) },
            events: events ?? ['push'],
            ...(branchFilter === undefined ? {} : { branch_filter: branchFilter }),
            active,
            ...(deliverEarlier === true ? { deliver_earlier: true } : {}),
          },
        },
        options,
      ),
    moveHook: (owner, name, id, url, options) =>
      calls.one(
        Hook,
        { method: 'PATCH', path: `${hooks(owner, name)}/${id}`, body: { config: { url, content_type: 'json' }, active: true } },
        options,
      ),
    deleteHook: (owner, name, id, options) => calls.none({ method: 'DELETE', path: `${hooks(owner, name)}/${id}` }, options),
  };
}
