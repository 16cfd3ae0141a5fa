/** One thing that a Gitea-compatible forge must do. Tests cite ids; one that no test cites is a failure. */
export interface Requirement {
  id: string;
  behaviour: string;
  /** Where it is known from: Gitea 1.26 unless said otherwise. */
  source: string;
}

const ROWS = {
  'version.plain': [
    'GET /version answers a plain 1.26.x without a credential.',
    'code.gitea.io/sdk client.go; routers/api/v1/misc/version.go',
  ],
  'settings.paging': ['GET /settings/api tells the page sizes 50 and 30.', 'woodpecker server/forge/gitea'],
  'auth.forms': ['token, Bearer, ?token=, ?access_token=, Basic in four forms are taken.', 'services/auth/{basic,oauth2}.go'],
  'auth.sudo': ['Sudo acts as another user for those allowed, 403 for others, 404 for an unknown user.', 'routers/api/v1/api.go sudo()'],
  'paging.headers': [
    'X-Total-Count and Link (next, last, first, prev); limit clamps to 50; 0 means the default.',
    'services/context/api.go',
  ],
  'errors.body': ['Errors are {message,url}.', 'services/context/api.go APIError'],
  'private.not-found': ['A repository that the caller may not see is 404 at every door, git included.', 'services/context/repo.go'],
  'names.case': ['Owner and repository match without regard to case.', 'models/repo/repo.go LowerName'],
  'repository.fields': [
    'Repository carries the 70 members that clients parse; owner.visibility is "public".',
    'modules/structs/repo.go; woodpecker helper.go',
  ],
  'repository.crud': ['Create 201, edit, delete 204; a taken name is 409; ids are never used again.', 'routers/api/v1/repo/repo.go'],
  'repository.by-id': ['GET /repositories/{id} answers as by name.', 'woodpecker server/forge/gitea Repo()'],
  'repository.search': ['GET /repos/search answers {ok:true,data}.', 'renovate lib/modules/platform/gitea'],
  'raw.ref': ['GET raw/{path}?ref= answers the bytes at a branch, tag or commit; 404 when absent.', 'woodpecker server/forge/gitea File()'],
  'contents.read': [
    'GET contents answers an array for a folder, an object with base64 content for a file.',
    'services/repository/files/content.go',
  ],
  'contents.write': ['POST, PUT and DELETE of contents commit to a branch; a wrong sha is refused.', 'routers/api/v1/repo/file.go'],
  'branches.slash': ['Branch names with slashes are reached encoded and raw.', 'modules/structs/repo_branch.go; SDK url.PathEscape'],
  'commits.list': ['Commits newest first, by sha and path, paged.', 'routers/api/v1/repo/commits.go'],
  'status.latest': ['One row per POST; the combined status takes the latest of each context.', 'models/git/commit_status.go'],
  'issues.flow': ['Issues are numbered per repository; create, list, comment, close.', 'routers/api/v1/repo/issue.go'],
  'collaborators.permission': ['Collaborators get read, write or admin; others none.', 'routers/api/v1/repo/collaborators.go'],
  'hooks.crud': ['Adding a hook answers 201, the secret is never returned, delete 204.', 'woodpecker server/forge/gitea Activate()'],
  'webhook.headers': ['Deliveries carry the Gitea, Gogs, GitHub and Hub headers with HMACs of the body.', 'services/webhook/deliver.go'],
  'webhook.push': [
    'The push payload names ref, before, after, at most five commits newest first, repository and sender.',
    'modules/structs/hook.go',
  ],
  'webhook.tag': ['A pushed tag sends create and push.', 'services/webhook/notifier.go'],
  'git.clone-push': ['Stock git clones and pushes over smart HTTP, protocol v2, shallow and partial.', 'routers/web/repo/githttp.go'],
  'git.challenge': ['401 with a Basic challenge unless it is an anonymous pull of a public repository.', 'routers/web/repo/githttp.go'],
  'git.content-type': ['A POST with another content type than application/x-git-<service>-request is 400.', 'routers/web/repo/githttp.go'],
  'git.default-branch': [
    'Deleting the default branch is refused; the first push of an empty repository sets it.',
    'routers/private/hook_pre_receive.go',
  ],
  'git.push-to-create': [
    'A push to a missing repository under one’s own name creates it, private.',
    'routers/web/repo/githttp.go PushCreate',
  ],
} as const satisfies Record<string, readonly [string, string]>;

export type RequirementId = `gitea.${keyof typeof ROWS}`;

/** The manifest of our forge's dialect. */
export const REQUIREMENTS: readonly (Requirement & { id: RequirementId })[] = Object.entries(ROWS).map(([id, [behaviour, source]]) => ({
  id: `gitea.${id}` as RequirementId,
  behaviour,
  source,
}));
