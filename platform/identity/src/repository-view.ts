/** What one may do with a repository, in Gitea's words. */
export interface RepositoryRights {
  readonly pull: boolean;
  readonly push: boolean;
  readonly admin: boolean;
}

/** A repository as one asker may see it. */
export interface RepositoryView extends RepositoryRights {
  readonly id: number;
  /** "owner/name" as the forge spells it. */
  readonly fullName: string;
  readonly owner: string;
  readonly private: boolean;
  readonly defaultBranch: string;
}
