import type { Hook } from '../webhooks/hook.ts';
import { rfc3339 } from './time.ts';

/** Gitea's Hook (10 members); the secret and what is sent as `Authorization` are never told. */
export function presentHook(hook: Hook) {
  return {
    id: hook.id,
    name: '',
    type: 'gitea',
    branch_filter: hook.branchFilter,
    config: { url: hook.url, content_type: hook.contentType },
    events: hook.events,
    authorization_header: '',
    active: hook.active,
    updated_at: rfc3339(hook.updatedAt),
    created_at: rfc3339(hook.createdAt),
  };
}
