import type { RepositoryRow } from '../../repositories/repository-reader.ts';

/** A repository in Woodpecker's form (ci.md 2). The hook's key and secret never leave the service. */
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
    pr_enabled: false,
    timeout: repository.timeout_minutes,
    visibility: repository.private === 1 ? 'private' : 'public',
    private: repository.private === 1,
    active: repository.active === 1,
    trusted: { network: false, volumes: false, security: false, ...(JSON.parse(repository.trusted) as object) },
    require_approval: 'none',
    approval_allowed_users: [],
    allow_pr: false,
    allow_deploy: false,
    config_file: repository.config_file,
    cancel_previous_pipeline_events: [],
    netrc_trusted: [],
  };
}
