import type { BranchProtectionBody } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import type { ForgeContext } from '../../../../context.ts';
import type { AllowList, Named, StoredRuleSettings } from '../../../../protection/branch-rule-settings.ts';
import type { Repository } from '../../../../repositories/repository.ts';

const EVERYBODY: AllowList<number> = { enabled: false, people: [], teams: [], deployKeys: false };

/** What a rule says that names nothing: nobody pushes, whoever may write merges. */
export const STRICT: StoredRuleSettings = {
  push: { ...EVERYBODY, allowed: false },
  forcePush: { ...EVERYBODY, allowed: false },
  merge: EVERYBODY,
  bypass: EVERYBODY,
  checks: { required: false, contexts: [] },
  approvals: { ...EVERYBODY, required: 0, dismissStale: false, ignoreStale: false },
  blocks: { rejected: false, reviewRequests: false, outdated: false, adminOverride: false },
  files: { protected: '', unprotected: '' },
};

/** The people that a request names. @throws MosaicError `invalid_input` for one that there is not, as in Gitea. */
export async function peopleOf({ people }: Pick<ForgeContext, 'people'>, logins: readonly string[]): Promise<Named[]> {
  const found = new Map<number, Named>();
  for (const login of logins) {
    const person = await people.find(login);
    if (person === null) throw new MosaicError('invalid_input', `There is no user "${login}".`);
    found.set(person.uid, { uid: person.uid, login: person.login });
  }
  return [...found.values()];
}

/**
 * The ids of the teams that a request names, of the organization that owns the repository; a person has none, and names of them are
 * passed over, as in Gitea. @throws MosaicError `invalid_input` for one that there is not.
 */
export async function teamsOf(
  { teams }: Pick<ForgeContext, 'teams'>,
  { owner }: Pick<Repository, 'owner'>,
  names: readonly string[],
): Promise<number[]> {
  if (owner.kind !== 'organization' || names.length === 0) return [];
  const known = new Map((await teams.reader.list({ ownerId: owner.id })).map(({ id, name }) => [name.toLowerCase(), id]));
  return names.map((name) => {
    const id = known.get(name.toLowerCase());
    if (id === undefined) throw new MosaicError('invalid_input', `${owner.name} has no team "${name}".`);
    return id;
  });
}

/** Answers what makes the new settings of the old ones: people and teams are looked up before anything is written. */
export async function changeOf(
  context: Pick<ForgeContext, 'people' | 'teams'>,
  repository: Pick<Repository, 'owner'>,
  body: BranchProtectionBody,
) {
  const inTeams = async (names: readonly string[] | undefined) => (names === undefined ? undefined : teamsOf(context, repository, names));
  const teams = {
    push: await inTeams(body.push_whitelist_teams),
    forcePush: await inTeams(body.force_push_allowlist_teams),
    merge: await inTeams(body.merge_whitelist_teams),
    bypass: await inTeams(body.bypass_allowlist_teams),
    approvals: await inTeams(body.approvals_whitelist_teams),
  };
  const listed = async (logins: readonly string[] | undefined) => (logins === undefined ? undefined : peopleOf(context, logins));
  const people = {
    push: await listed(body.push_whitelist_usernames),
    forcePush: await listed(body.force_push_allowlist_usernames),
    merge: await listed(body.merge_whitelist_usernames),
    bypass: await listed(body.bypass_allowlist_usernames),
    approvals: await listed(body.approvals_whitelist_username),
  };
  return (old: StoredRuleSettings): StoredRuleSettings =>
    consistent({
      push: {
        allowed: body.enable_push ?? old.push.allowed,
        enabled: body.enable_push_whitelist ?? old.push.enabled,
        people: people.push ?? old.push.people,
        teams: teams.push ?? old.push.teams,
        deployKeys: body.push_whitelist_deploy_keys ?? old.push.deployKeys,
      },
      forcePush: {
        allowed: body.enable_force_push ?? old.forcePush.allowed,
        enabled: body.enable_force_push_allowlist ?? old.forcePush.enabled,
        people: people.forcePush ?? old.forcePush.people,
        teams: teams.forcePush ?? old.forcePush.teams,
        deployKeys: body.force_push_allowlist_deploy_keys ?? old.forcePush.deployKeys,
      },
      merge: {
        ...old.merge,
        enabled: body.enable_merge_whitelist ?? old.merge.enabled,
        people: people.merge ?? old.merge.people,
        teams: teams.merge ?? old.merge.teams,
      },
      bypass: {
        ...old.bypass,
        enabled: body.enable_bypass_allowlist ?? old.bypass.enabled,
        people: people.bypass ?? old.bypass.people,
        teams: teams.bypass ?? old.bypass.teams,
      },
      checks: { required: body.enable_status_check ?? old.checks.required, contexts: body.status_check_contexts ?? old.checks.contexts },
      approvals: {
        ...old.approvals,
        required: body.required_approvals ?? old.approvals.required,
        enabled: body.enable_approvals_whitelist ?? old.approvals.enabled,
        people: people.approvals ?? old.approvals.people,
        teams: teams.approvals ?? old.approvals.teams,
        dismissStale: body.dismiss_stale_approvals ?? old.approvals.dismissStale,
        ignoreStale: body.ignore_stale_approvals ?? old.approvals.ignoreStale,
      },
      blocks: {
        rejected: body.block_on_rejected_reviews ?? old.blocks.rejected,
        reviewRequests: body.block_on_official_review_requests ?? old.blocks.reviewRequests,
        outdated: body.block_on_outdated_branch ?? old.blocks.outdated,
        adminOverride: body.block_admin_merge_override ?? old.blocks.adminOverride,
      },
      files: {
        protected: body.protected_file_patterns ?? old.files.protected,
        unprotected: body.unprotected_file_patterns ?? old.files.unprotected,
      },
    });
}

/** A switch below one that is off is off too, as Gitea keeps them; the people and teams of a list stay. */
function consistent(settings: StoredRuleSettings): StoredRuleSettings {
  const below = <L extends AllowList<number> & { allowed: boolean }>(list: L, isOn: boolean): L => {
    const allowed = isOn && list.allowed;
    const enabled = allowed && list.enabled;
    return { ...list, allowed, enabled, deployKeys: enabled && list.deployKeys };
  };
  const push = below(settings.push, true);
  return { ...settings, push, forcePush: below(settings.forcePush, push.allowed) };
}
