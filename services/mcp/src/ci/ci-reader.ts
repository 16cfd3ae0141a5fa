import { createCiExtrasClient, type Pipeline as ShownPipeline } from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import {
  createWoodpeckerClient,
  logText,
  type Pipeline,
  getRepoLogs,
  getRepoPipeline,
  getRepoPipelines,
  getReposLookup,
  postRepoPipeline,
  type ListedPipeline,
} from '@mosaic/contracts/woodpecker';
import { MosaicError } from '@mosaic/platform/errors';

/**
 * CI as the tools need it, by repository name; our CI and a real Woodpecker alike. It asks with the service's own token, so
 * whoever calls it has checked that the caller may read the repository. A server that does not answer is `unavailable`.
 */
export interface CiReader {
  /** Newest first. Deep lists go on `after` a pipeline, at the page where it stood: later ones only move it further down. */
  list(repository: string, filter: PipelineFilter): Promise<{ pipelines: ListedPipeline[]; next: PipelinePlace | null }>;
  /** Throws `not_found`. */
  get(repository: string, number: number): Promise<Pipeline>;
  /** Lines of a step that belongs to that pipeline. Throws `not_found`. */
  log(repository: string, number: number, stepId: number): Promise<string[]>;
  restart(repository: string, number: number): Promise<Pipeline>;
  hasArtifact(repository: string, number: number, name: string): Promise<boolean>;
}

/** Where a list of pipelines has been read to. */
export interface PipelinePlace {
  number: number;
  page: number;
}

export interface PipelineFilter {
  branch?: string | undefined;
  after?: PipelinePlace | undefined;
  limit: number;
}

/** A page of Woodpecker's lists holds 50 at most. */
const PAGE = 50;

export function createCiReader(send: Send): CiReader {
  const woodpecker = createWoodpeckerClient(send);
  const extras = createCiExtrasClient(send);

  const repoId = async (repository: string): Promise<number> => {
    const found = await reachable(woodpecker.callOrNull(getReposLookup, { repo_full_name: repository }));
    if (found === null) throw new MosaicError('not_found', `CI has no pipelines of ${repository}; a first push starts one.`);
    return found.id;
  };
  const get = async (repository: string, number: number): Promise<Pipeline> => {
    const found = await reachable(woodpecker.callOrNull(getRepoPipeline, { repo_id: await repoId(repository), pipeline_number: number }));
    if (found === null) throw new MosaicError('not_found', `There is no pipeline ${number} of ${repository}.`);
    return found;
  };

  return {
    get,
    async list(repository, { branch, after, limit }) {
      const id = await repoId(repository);
      const pipelines: ListedPipeline[] = [];
      let place: PipelinePlace | null = null;
      for (let page = after?.page ?? 1; ; page++) {
        const filter = { page, perPage: PAGE, ...(branch === undefined ? {} : { branch }) };
        const found = await reachable(woodpecker.call(getRepoPipelines, { repo_id: id, query: filter }));
        for (const pipeline of found) {
          if (after !== undefined && pipeline.number >= after.number) continue;
          if (pipelines.length === limit) return { pipelines, next: place };
          pipelines.push(pipeline);
          place = { number: pipeline.number, page };
        }
        if (found.length < PAGE) return { pipelines, next: null };
      }
    },
    async log(repository, number, stepId) {
      const pipeline = await get(repository, number);
      const isItsOwn = pipeline.workflows.some((workflow) => workflow.children.some((step) => step.id === stepId));
      if (!isItsOwn) throw new MosaicError('not_found', `Pipeline ${number} of ${repository} has no step ${stepId}.`);
      const entries = await reachable(
        woodpecker.call(getRepoLogs, { repo_id: await repoId(repository), pipeline_number: number, step_id: stepId }),
      );
      return entries.map((entry) => logText(entry).replace(/\r?\n$/, ''));
    },
    restart: async (repository, number) =>
      reachable(woodpecker.call(postRepoPipeline, { repo_id: await repoId(repository), pipeline_number: number })),
    async hasArtifact(repository, number, name) {
      const artifacts = await reachable(extras.listArtifacts(repository, number));
      return artifacts?.some((artifact) => artifact.name === name) ?? false;
    },
  };
}

async function reachable<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    throw new MosaicError('unavailable', 'CI does not answer as it should. Look at its state with "mosaic status", then try again.', {
      cause,
    });
  }
}

/** A pipeline in our own words; CI counts in seconds, 0 for not yet. */
export function presentPipeline(repository: string, pipeline: ListedPipeline & Partial<Pick<Pipeline, 'workflows'>>): ShownPipeline {
  const time = (seconds: number) => (seconds === 0 ? null : Math.round(seconds * 1000));
  return {
    number: pipeline.number,
    repository,
    status: pipeline.status,
    event: pipeline.event,
    branch: pipeline.branch,
    sha: pipeline.commit,
    title: pipeline.title === '' ? (pipeline.message.split('\n', 1)[0] ?? '') : pipeline.title,
    author: pipeline.author,
    createdAt: Math.round(pipeline.created * 1000),
    startedAt: time(pipeline.started),
    finishedAt: time(pipeline.finished),
    // Warnings stop nothing; told beside the reason they would hide it.
    errors: pipeline.errors.filter((error) => !error.is_warning).map(inWords),
    canceledBy: canceledBy(pipeline),
    workflows: (pipeline.workflows ?? []).map((workflow) => ({
      name: workflow.name,
      state: workflow.state,
      error: workflow.error,
      steps: workflow.children.map((step) => ({
        id: step.id,
        name: step.name,
        state: step.state,
        exitCode: step.exit_code,
        error: step.error,
        // A real Woodpecker does not tell; it counts a failure there unless it is known not to.
        failure: step.failure ?? 'fail',
      })),
    })),
  };
}

function canceledBy({ cancel_info: info }: ListedPipeline): string {
  if (info === undefined || info === null) return '';
  if (info.superseded_by) return `pipeline ${info.superseded_by}`;
  return info.canceled_by_step ? `step ${info.canceled_by_step}` : (info.canceled_by_user ?? '');
}

/** A finding with the file that it is about, which CI tells apart from the words. */
function inWords({ message, data }: Pipeline['errors'][number]): string {
  const { file } = (data ?? {}) as { file?: unknown };
  return typeof file === 'string' && file !== '' ? `${file}: ${message}` : message;
}
