import { encodeByteText } from '@mosaic/contracts/wire';
import type { CompileRequest, PipelineMetadata, PipelineSecret } from '@mosaic/engines/pipeline';
import { fromJson } from '@mosaic/platform/db';

import type { CiSettings } from '../config.ts';
import { trustOf } from '../repositories/repository-policy.ts';
import type { RepositoryRow } from '../repositories/repository.ts';
import type { PipelineRow } from './pipeline-reader.ts';
import { isPullRequestEvent, pullRequestOf, refspecOf } from './pull-request.ts';

export interface CompileSources {
  repository: RepositoryRow;
  pipeline: PipelineRow;
  previous: PipelineRow | undefined;
  files: readonly { name: string; text: string }[];
  secrets: readonly PipelineSecret[];
  settings: CiSettings;
}

/** A pipeline's files with all that conditions and variables may ask for. */
export function compileRequest({ repository, pipeline, previous, files, secrets, settings }: CompileSources): CompileRequest {
  return {
    files,
    metadata: metadataOf({ repository, pipeline, previous, settings }),
    secrets,
    trusted: trustOf(repository),
    changedFiles: fromJson(pipeline.changed_files),
    timeoutMinutes: Math.min(repository.timeout_minutes, settings.timeoutMinutes),
  };
}

function metadataOf({
  repository,
  pipeline,
  previous,
  settings,
}: Pick<CompileSources, 'repository' | 'pipeline' | 'previous' | 'settings'>): PipelineMetadata {
  return {
    // Links in upstream's form lead through the front door, which knows who reads, to our page.
    system: {
      name: 'woodpecker',
      url: `${settings.publicUrl.replace(/\/$/, '')}/-/ci`,
      host: new URL(settings.publicUrl).host,
      version: settings.version,
    },
    forge: { type: 'gitea', url: settings.publicUrl },
    repo: {
      id: repository.id,
      owner: repository.owner,
      name: repository.name,
      remoteId: String(repository.forge_id),
      url: repository.forge_url,
      // Steps' clones go to the forge itself: the public address may not be reachable from here.
      cloneUrl: cloneUrl(settings.forgeUrl, repository),
      defaultBranch: repository.default_branch,
      isPrivate: repository.private === 1,
    },
    pipeline: runOf(pipeline),
    commit: commitOf(pipeline),
    ...(previous === undefined ? {} : { previous: { pipeline: runOf(previous), commit: commitOf(previous) } }),
  };
}

function runOf(pipeline: PipelineRow): PipelineMetadata['pipeline'] {
  return {
    number: pipeline.number,
    parent: pipeline.parent,
    event: pipeline.event,
    eventReason: [pullRequestOf(pipeline)?.reason ?? ''].filter((reason) => reason !== ''),
    forgeUrl: pipeline.forge_url,
    ...(pipeline.deploy_to === null ? {} : { deployTarget: pipeline.deploy_to }),
    ...(pipeline.deploy_task === null ? {} : { deployTask: pipeline.deploy_task }),
    created: Math.trunc(pipeline.created_at / 1000),
    started: Math.trunc(pipeline.started_at / 1000),
    finished: Math.trunc(pipeline.finished_at / 1000),
    status: pipeline.status,
    author: pipeline.author,
    reruns: pipeline.rerun_count,
    variables: fromJson(pipeline.variables),
  };
}

function commitOf(pipeline: PipelineRow): PipelineMetadata['commit'] {
  return {
    sha: pipeline.sha,
    ref: pipeline.ref,
    refspec: refspecOf(pipeline),
    branch: pipeline.branch,
    message: pipeline.message,
    author: pipeline.author,
    authorEmail: pipeline.author_email,
    ...(pipeline.ref.startsWith('refs/tags/') ? { tag: pipeline.ref.replace(/^refs\/tags\//, '') } : {}),
    ...pullRequestMembers(pipeline),
  };
}

/** Of the events of pull requests alone: a deployment of one's commit is of none. */
function pullRequestMembers(pipeline: PipelineRow): Partial<PipelineMetadata['commit']> {
  const pull = pullRequestOf(pipeline);
  if (pull === undefined || !isPullRequestEvent(pipeline.event)) return {};
  return {
    sourceBranch: pull.source,
    targetBranch: pull.target,
    pullRequest: pull.number,
    pullRequestLabels: pull.labels,
    pullRequestMilestone: pull.milestone,
    pullRequestDraft: pull.isDraft,
  };
}

function cloneUrl(forgeUrl: string, { owner, name }: RepositoryRow): string {
  return `${forgeUrl.replace(/\/$/, '')}/${encodeByteText(owner)}/${encodeByteText(name)}.git`;
}
