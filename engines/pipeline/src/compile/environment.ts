import type { CommitMetadata, PipelineMetadata, PipelineRunMetadata, Trust } from './metadata.ts';

/** Changed files beyond this number leave `CI_PIPELINE_FILES` unset (docs/reference/pipelines.md#variables). */
const MAX_LISTED_FILES = 500;

/**
 * Characters of one variable that the pipeline itself gives, such as a commit's message. The kernel takes 128 KiB for each
 * (MAX_ARG_STRLEN, execve(2)) and refuses every program of the step beyond it.
 */
const MAX_VALUE = 32 * 1024;

type Variables = Record<string, string | number | boolean | undefined>;

/** The `CI_*` variables of a pipeline (docs/reference/pipelines.md#variables), without those of a workflow or step. Empty values are left out. */
export function pipelineEnvironment(metadata: PipelineMetadata, trusted: Trust, changedFiles: readonly string[]): Record<string, string> {
  return withoutEmpty({
    CI: metadata.system.name,
    CI_SYSTEM_NAME: metadata.system.name,
    CI_SYSTEM_URL: metadata.system.url,
    CI_SYSTEM_HOST: metadata.system.host,
    CI_SYSTEM_PLATFORM: metadata.system.platform,
    CI_SYSTEM_VERSION: metadata.system.version,
    CI_FORGE_TYPE: metadata.forge.type,
    CI_FORGE_URL: metadata.forge.url,
    ...repositoryVariables(metadata, trusted),
    ...runVariables('CI_PIPELINE', metadata.pipeline, pipelineUrl(metadata, metadata.pipeline.number)),
    CI_PIPELINE_FILES: listed(changedFiles),
    CI_PIPELINE_RELEASE_TITLE: metadata.pipeline.releaseTitle,
    CI_PIPELINE_RELEASE_PRE: metadata.pipeline.event === 'release' ? metadata.commit.isPrerelease : undefined,
    CI_PIPELINE_RERUNS: metadata.pipeline.reruns ?? 0,
    ...commitVariables('CI_COMMIT', metadata.commit),
    ...pullRequestVariables(metadata.commit),
    CI_COMMIT_TAG: metadata.commit.tag,
    CI_COMMIT_PRERELEASE: metadata.pipeline.event === 'release' ? metadata.commit.isPrerelease : undefined,
    ...previousVariables(metadata),
  });
}

/** Half a list would be no JSON: a longer one is left out. */
function listed(files: readonly string[]): string | undefined {
  const text = files.length > MAX_LISTED_FILES ? '' : JSON.stringify(files);
  return text.length > MAX_VALUE ? undefined : text;
}

function repositoryVariables({ repo }: PipelineMetadata, trusted: Trust): Variables {
  return {
    CI_REPO: `${repo.owner}/${repo.name}`,
    CI_REPO_NAME: repo.name,
    CI_REPO_OWNER: repo.owner,
    CI_REPO_REMOTE_ID: repo.remoteId,
    CI_REPO_URL: repo.url,
    CI_REPO_CLONE_URL: repo.cloneUrl,
    CI_REPO_CLONE_SSH_URL: repo.cloneSshUrl,
    CI_REPO_DEFAULT_BRANCH: repo.defaultBranch,
    CI_REPO_PRIVATE: repo.isPrivate,
    CI_REPO_TRUSTED_NETWORK: trusted.network,
    CI_REPO_TRUSTED_VOLUMES: trusted.volumes,
    CI_REPO_TRUSTED_SECURITY: trusted.security,
    CI_REPO_TRUSTED: trusted.network && trusted.volumes && trusted.security,
  };
}

function runVariables(prefix: string, run: PipelineRunMetadata, url: string): Variables {
  return {
    [`${prefix}_NUMBER`]: run.number,
    [`${prefix}_PARENT`]: run.parent ?? 0,
    [`${prefix}_EVENT`]: run.event,
    [`${prefix}_EVENT_REASON`]: run.eventReason?.join(','),
    [`${prefix}_URL`]: url,
    [`${prefix}_FORGE_URL`]: run.forgeUrl,
    [`${prefix}_DEPLOY_TARGET`]: run.deployTarget,
    [`${prefix}_DEPLOY_TASK`]: run.deployTask,
    [`${prefix}_STATUS`]: run.status,
    [`${prefix}_CREATED`]: run.created,
    [`${prefix}_STARTED`]: run.started,
    [`${prefix}_AUTHOR`]: run.author,
    [`${prefix}_AVATAR`]: run.avatar,
  };
}

function commitVariables(prefix: string, commit: CommitMetadata): Variables {
  return {
    [`${prefix}_SHA`]: commit.sha,
    [`${prefix}_REF`]: commit.ref,
    [`${prefix}_REFSPEC`]: commit.refspec,
    [`${prefix}_MESSAGE`]: commit.message,
    [`${prefix}_BRANCH`]: commit.branch,
    [`${prefix}_TIMESTAMP`]: commit.timestamp,
    [`${prefix}_AUTHOR`]: commit.author,
    [`${prefix}_AUTHOR_EMAIL`]: commit.authorEmail,
    [`${prefix}_AUTHOR_AVATAR`]: commit.authorAvatar,
    [`${prefix}_SOURCE_BRANCH`]: commit.sourceBranch,
    [`${prefix}_TARGET_BRANCH`]: commit.targetBranch,
  };
}

function pullRequestVariables(commit: CommitMetadata): Variables {
  if (commit.pullRequest === undefined) return {};
  return {
    CI_COMMIT_PULL_REQUEST: commit.pullRequest,
    CI_COMMIT_PULL_REQUEST_LABELS: commit.pullRequestLabels?.join(','),
    CI_COMMIT_PULL_REQUEST_MILESTONE: commit.pullRequestMilestone,
    CI_COMMIT_PULL_REQUEST_DRAFT: commit.pullRequestDraft,
  };
}

function previousVariables(metadata: PipelineMetadata): Variables {
  const { previous } = metadata;
  if (previous === undefined) return {};
  return {
    ...runVariables('CI_PREV_PIPELINE', previous.pipeline, pipelineUrl(metadata, previous.pipeline.number)),
    CI_PREV_PIPELINE_FINISHED: previous.pipeline.finished,
    ...commitVariables('CI_PREV_COMMIT', previous.commit),
    CI_PREV_COMMIT_URL: previous.commit.url,
  };
}

/** `<host>/repos/<id>/pipeline/<n>[/<pid>]` (docs/reference/pipelines.md#variables). */
export function pipelineUrl(metadata: PipelineMetadata, number: number, pid?: number): string {
  const base = `${metadata.system.url}/repos/${metadata.repo.id}/pipeline/${number}`;
  return pid === undefined ? base : `${base}/${pid}`;
}

function withoutEmpty(variables: Variables): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (value !== undefined && value !== '') kept[name] = String(value).slice(0, MAX_VALUE);
  }
  return kept;
}
