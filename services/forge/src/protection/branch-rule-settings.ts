export interface Named {
  uid: number;
  login: string;
}

/** Who may do something besides: where `enabled`, those alone; else whoever may write. */
export interface AllowList {
  enabled: boolean;
  people: Named[];
  deployKeys: boolean;
}

/** What a rule lets happen to the branches that it is about. */
export interface BranchRuleSettings {
  push: AllowList & { allowed: boolean };
  forcePush: AllowList & { allowed: boolean };
  merge: AllowList;
  /** Who may merge although a condition is not met; administrators may, unless `blocks.adminOverride`. */
  bypass: AllowList;
  checks: { required: boolean; contexts: string[] };
  approvals: AllowList & { required: number; dismissStale: boolean; ignoreStale: boolean };
  blocks: { rejected: boolean; reviewRequests: boolean; outdated: boolean; adminOverride: boolean };
  /** Globs, divided by semicolons. */
  files: { protected: string; unprotected: string };
}
