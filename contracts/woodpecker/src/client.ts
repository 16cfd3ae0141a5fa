import { z } from 'zod';

import { expectOk, operationCalls, requestOf, WireError, type OperationCalls, type Send } from '@mosaic/contracts/wire';

import { getRepoLogs } from './operations/logs.ts';
import {
  getRepoPipeline,
  getRepoPipelineConfig,
  getRepoPipelines,
  getRepoPipelinesLatest,
  postRepoPipeline,
  postRepoPipelineApprove,
  postRepoPipelineCancel,
  postRepoPipelineDecline,
  postRepoPipelines,
} from './operations/pipelines.ts';
import { deleteRepo, getRepo, getReposLookup, postRepos } from './operations/repositories.ts';
import { deleteRepoSecret, getRepoSecrets, patchRepoSecret, postRepoSecrets } from './operations/secrets.ts';
import { Pipeline, type ConfigFile, type LogEntry, type Repo, type Secret } from './schemas.ts';

/** Which pipelines to list; pages hold 50 at most and count from 1. */
export type PipelineFilter = z.input<typeof getRepoPipelines.query>;

export type SecretInput = z.input<typeof postRepoSecrets.body>;

/** Woodpecker's REST API as the platform uses it, and every operation by its datum. Missing things answer null; other refusals throw a WireError. */
export interface WoodpeckerClient extends OperationCalls<never> {
  lookupRepo(fullName: string): Promise<Repo | null>;
  /** Enables CI for a repository of the forge; idempotent on our server. */
  activateRepo(forgeRemoteId: number | string): Promise<Repo>;
  /** Disables it; with `remove` its pipelines go too. */
  deactivateRepo(repoId: number, options?: { remove?: boolean }): Promise<void>;
  getRepo(repoId: number): Promise<Repo | null>;
  listPipelines(repoId: number, filter?: PipelineFilter): Promise<Pipeline[]>;
  /** The same with how many there are in all; null where the server does not say, as upstream. */
  pipelinePage(repoId: number, filter?: PipelineFilter): Promise<{ items: Pipeline[]; total: number | null }>;
  getPipeline(repoId: number, number: number | 'latest', options?: { branch?: string }): Promise<Pipeline | null>;
  /** Starts a `manual` pipeline at the head of a branch. */
  startPipeline(repoId: number, input: { branch: string; variables?: Record<string, string> }): Promise<Pipeline>;
  /** Runs the same commit again, as a new pipeline. */
  restart(repoId: number, number: number): Promise<Pipeline>;
  cancel(repoId: number, number: number): Promise<void>;
  /** Lets a blocked pipeline run, or never. */
  approve(repoId: number, number: number): Promise<Pipeline>;
  decline(repoId: number, number: number): Promise<Pipeline>;
  config(repoId: number, number: number): Promise<ConfigFile[]>;
  logs(repoId: number, number: number, stepId: number): Promise<LogEntry[]>;
  listSecrets(repoId: number): Promise<Secret[]>;
  createSecret(repoId: number, input: SecretInput): Promise<Secret>;
  updateSecret(repoId: number, name: string, change: z.input<typeof patchRepoSecret.body>): Promise<Secret>;
  deleteSecret(repoId: number, name: string): Promise<void>;
}

export function createWoodpeckerClient(send: Send): WoodpeckerClient {
  const calls = operationCalls<never>(send, (request) => ({ ...request, path: `/api${request.path}` }));
  const pipelinePage: WoodpeckerClient['pipelinePage'] = async (repoId, filter = {}) => {
    const response = await expectOk(send, requestOf(getRepoPipelines, { repo_id: repoId, query: filter }, '/api'));
    const total = Number.parseInt(response.headers['x-total-count'] ?? '', 10);
    return { items: z.array(Pipeline).parse(await response.json()), total: Number.isNaN(total) ? null : total };
  };
  return {
    ...calls,
    lookupRepo: (fullName) => calls.callOrNull(getReposLookup, { repo_full_name: fullName }),
    activateRepo: (id) => calls.call(postRepos, { query: { forge_remote_id: id } }),
    async deactivateRepo(repoId, { remove } = {}) {
      await calls.call(deleteRepo, { repo_id: repoId, query: remove === undefined ? {} : { remove: String(remove) } });
    },
    getRepo: (repoId) => calls.callOrNull(getRepo, { repo_id: repoId }),
    listPipelines: async (repoId, filter) => (await pipelinePage(repoId, filter)).items,
    pipelinePage,
    getPipeline: (repoId, number, { branch } = {}) =>
      number === 'latest'
        ? calls.callOrNull(getRepoPipelinesLatest, { repo_id: repoId, query: { branch } })
        : calls.callOrNull(getRepoPipeline, { repo_id: repoId, pipeline_number: number }),
    startPipeline: (repoId, body) => calls.call(postRepoPipelines, { repo_id: repoId, body }),
    restart: (repoId, number) => calls.call(postRepoPipeline, { repo_id: repoId, pipeline_number: number }),
    approve: (repoId, number) => calls.call(postRepoPipelineApprove, { repo_id: repoId, pipeline_number: number }),
    decline: (repoId, number) => calls.call(postRepoPipelineDecline, { repo_id: repoId, pipeline_number: number }),
    cancel: (repoId, number) => calls.call(postRepoPipelineCancel, { repo_id: repoId, pipeline_number: number }),
    config: (repoId, number) => calls.call(getRepoPipelineConfig, { repo_id: repoId, pipeline_number: number }),
    logs: (repoId, number, stepId) => calls.call(getRepoLogs, { repo_id: repoId, pipeline_number: number, step_id: stepId }),
    listSecrets: (repoId) => calls.call(getRepoSecrets, { repo_id: repoId }),
    createSecret: (repoId, body) => calls.call(postRepoSecrets, { repo_id: repoId, body }),
    updateSecret: (repoId, name, body) => calls.call(patchRepoSecret, { repo_id: repoId, secretName: name, body }),
    deleteSecret: (repoId, name) => calls.call(deleteRepoSecret, { repo_id: repoId, secretName: name }),
  };
}

/** Whether a call failed because the server answered this status. */
export function isWireStatus(error: unknown, status: number): error is WireError {
  return error instanceof WireError && error.status === status;
}

/** The text of a log entry. */
export function logText(entry: Pick<LogEntry, 'data'>): string {
  const bytes = Uint8Array.from(atob(entry.data), (character) => character.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
