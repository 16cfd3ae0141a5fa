export interface Named {
  uid: number;
  login: string;
}

/** A team that has the repository, with those who are in it at the moment. */
export interface ListedTeam {
  id: number;
  name: string;
  uids: readonly number[];
}

/** Who may do something besides: where `enabled`, those alone; else whoever may write. */
export interface AllowList<Team = ListedTeam> {
  enabled: boolean;
  people: Named[];
  teams: Team[];
  deployKeys: boolean;
}

/** What a rule lets happen to the branches that it is about. */
export interface BranchRuleSettings<Team = ListedTeam> {
  push: AllowList<Team> & { allowed: boolean };
  forcePush: AllowList<Team> & { allowed: boolean };
  merge: AllowList<Team>;
  /** Who may merge although a condition is not met; administrators may, unless `blocks.adminOverride`. */
  bypass: AllowList<Team>;
  checks: { required: boolean; contexts: string[] };
  approvals: AllowList<Team> & { required: number; dismissStale: boolean; ignoreStale: boolean };
  blocks: { rejected: boolean; reviewRequests: boolean; outdated: boolean; adminOverride: boolean };
  /** Globs, divided by semicolons. */
  files: { protected: string; unprotected: string };
}

/** As it is kept: a team by its id, whatever it is called and whoever is in it. */
export type StoredRuleSettings = BranchRuleSettings<number>;

/** The same with other teams in each of the lists; one that was kept before there were teams has none. */
export function withTeams<From, To>(settings: BranchRuleSettings<From>, of: (teams: readonly From[]) => To[]): BranchRuleSettings<To> {
  const listed = <L extends AllowList<From>>(list: L) => ({ ...list, teams: of((list.teams as From[] | undefined) ?? []) });
  return {
    ...settings,
    push: listed(settings.push),
    forcePush: listed(settings.forcePush),
    merge: listed(settings.merge),
    bypass: listed(settings.bypass),
    approvals: listed(settings.approvals),
  };
}
