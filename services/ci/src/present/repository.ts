import { fromJson } from '@mosaic/platform/db';

import { trustOf } from '../repositories/repository-policy.ts';
import type { RepositoryRow } from '../repositories/repository.ts';

/** A repository in Woodpecker's form. The hook's key and secret never leave the service. */
export function presentRepository(repository: RepositoryRow) {
  return {
    id: repository.id,
    forge_id: 1,
    forge_remote_id: String(repository.forge_id),
    org_id: 0,
    owner: repository.owner,
    name: repository.name,
    full_name: `${repository.owner}/${repository.name}`,
    avatar_url: '',
    forge_url: repository.forge_url,
    clone_url: repository.clone_url,
    clone_url_ssh: '',
    default_branch: repository.default_branch,
    pr_enabled: repository.pr_enabled === 1,
    timeout: repository.timeout_minutes,
    visibility: repository.private === 1 ? 'private' : 'public',
    private: repository.private === 1,
    active: repository.active === 1,
    trusted: trustOf(repository),
    require_approval: repository.require_approval,
    approval_allowed_users: fromJson(repository.approval_allowed_users) ?? [],
    allow_pr: repository.allow_pr === 1,
    allow_deploy: repository.allow_deploy === 1,
    config_file: repository.config_file,
    cancel_previous_pipeline_events: fromJson(repository.cancel_previous_events) ?? [],
    ...NOT_KEPT,
  };
}

/**
 * Members of Woodpecker's form that are always so here; a change of one is refused (`api/woodpecker/repositories/edit.ts`), never taken in
 * silence.
 */
export const NOT_KEPT = {
  netrc_trusted: [] as string[],
  config_extension_endpoint: '',
  config_extension_exclusive: false,
  config_extension_netrc: false,
  registry_extension_endpoint: '',
  registry_extension_netrc: false,
  secret_extension_endpoint: '',
  secret_extension_netrc: false,
};
