import { z } from 'zod';

import { encodeBytePath, encodeByteText, expectOk, expectOkOrMissing, query, WireError, type Send } from '@mosaic/contracts/wire';

import { ConfigFile, LogEntry, Pipeline, Repo, Secret } from './schemas.ts';

/** Which pipelines to list; pages hold 50 at most and count from 1. */
export interface PipelineFilter {
  page?: number;
  perPage?: number;
  branch?: string;
  event?: string;
  status?: string;
  ref?: string;
}

export interface SecretInput {
  name: string;
  value: string;
  events?: readonly string[];
  images?: readonly string[];
  note?: string;
}

/** Woodpecker's REST API as the platform uses it (ci.md 2). Missing things answer null; other refusals throw a WireError. */
export interface WoodpeckerClient {
  lookupRepo(fullName: string): Promise<Repo | null>;
  /** Enables CI for a repository of the forge; idempotent on our server. */
  activateRepo(forgeRemoteId: number | string): Promise<Repo>;
  /** Disables it; with `remove` its pipelines go too. */
  deactivateRepo(repoId: number, options?: { remove?: boolean }): Promise<void>;
  getRepo(repoId: number): Promise<Repo | null>;
  listRepos(): Promise<Repo[]>;
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
  updateSecret(repoId: number, name: string, change: Partial<Omit<SecretInput, 'name'>>): Promise<Secret>;
  deleteSecret(repoId: number, name: string): Promise<void>;
}

export function createWoodpeckerClient(send: Send): WoodpeckerClient {
  const read = async <S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> =>
    schema.parse(await (await expectOk(send, { method: 'GET', path })).json());
  const find = async <S extends z.ZodType>(path: string, schema: S): Promise<z.output<S> | null> => {
    const response = await expectOkOrMissing(send, { method: 'GET', path });
    return response === null ? null : schema.parse(await response.json());
  };
  const write = async <S extends z.ZodType>(method: 'POST' | 'PATCH', path: string, { schema, body }: { schema: S; body?: object }) =>
    schema.parse(await (await expectOk(send, { method, path, ...(body === undefined ? {} : { body }) })).json()) as z.output<S>;
  const drop = async (method: 'POST' | 'DELETE', path: string) => {
    await (await expectOk(send, { method, path })).discard();
  };
  const secretPath = (repoId: number, name: string) => `/api/repos/${repoId}/secrets/${encodeByteText(name)}`;

  return {
    lookupRepo: (fullName) => find(`/api/repos/lookup/${encodeBytePath(fullName)}`, Repo),
    activateRepo: (id) => write('POST', `/api/repos${query({ forge_remote_id: id })}`, { schema: Repo }),
    deactivateRepo: (repoId, { remove } = {}) => drop('DELETE', `/api/repos/${repoId}${query({ remove })}`),
    getRepo: (repoId) => find(`/api/repos/${repoId}`, Repo),
    listRepos: () => read('/api/user/repos', z.array(Repo)),
    listPipelines: (repoId, filter = {}) => read(`/api/repos/${repoId}/pipelines${query({ ...filter })}`, z.array(Pipeline)),
    async pipelinePage(repoId, filter = {}) {
      const response = await expectOk(send, { method: 'GET', path: `/api/repos/${repoId}/pipelines${query({ ...filter })}` });
      const total = Number.parseInt(response.headers['x-total-count'] ?? '', 10);
      return { items: z.array(Pipeline).parse(await response.json()), total: Number.isNaN(total) ? null : total };
    },
    getPipeline: (repoId, number, { branch } = {}) => find(`/api/repos/${repoId}/pipelines/${number}${query({ branch })}`, Pipeline),
    startPipeline: (repoId, input) => write('POST', `/api/repos/${repoId}/pipelines`, { schema: Pipeline, body: input }),
    restart: (repoId, number) => write('POST', `/api/repos/${repoId}/pipelines/${number}`, { schema: Pipeline }),
    approve: (repoId, number) => write('POST', `/api/repos/${repoId}/pipelines/${number}/approve`, { schema: Pipeline }),
    decline: (repoId, number) => write('POST', `/api/repos/${repoId}/pipelines/${number}/decline`, { schema: Pipeline }),
    cancel: (repoId, number) => drop('POST', `/api/repos/${repoId}/pipelines/${number}/cancel`),
    config: (repoId, number) => read(`/api/repos/${repoId}/pipelines/${number}/config`, z.array(ConfigFile)),
    logs: (repoId, number, stepId) => read(`/api/repos/${repoId}/logs/${number}/${stepId}`, LogEntries),
    listSecrets: (repoId) => read(`/api/repos/${repoId}/secrets`, z.array(Secret)),
    createSecret: (repoId, input) => write('POST', `/api/repos/${repoId}/secrets`, { schema: Secret, body: input }),
    updateSecret: (repoId, name, change) => write('PATCH', secretPath(repoId, name), { schema: Secret, body: change }),
    deleteSecret: (repoId, name) => drop('DELETE', secretPath(repoId, name)),
  };
}

/** A real server answers `null` for a step without lines. */
const LogEntries = z
  .array(LogEntry)
  .nullable()
  .transform((entries) => entries ?? []);

/** Whether a call failed because the server answered this status. */
export function isWireStatus(error: unknown, status: number): error is WireError {
  return error instanceof WireError && error.status === status;
}

/** The text of a log entry. */
export function logText(entry: Pick<LogEntry, 'data'>): string {
  const bytes = Uint8Array.from(atob(entry.data), (character) => character.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
