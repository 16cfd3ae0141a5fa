import type { LogEntry, Pipeline, Repo } from '@mosaic/contracts/woodpecker';
import type { z } from 'zod';

/** A repository for which CI is on, or could be. */
export interface FakeCiRepository {
  id: number;
  /** Its id at the forge. */
  forgeId: number;
  /** "owner/name" */
  name: string;
  active: boolean;
}

export interface FakePipeline {
  /** "owner/name" */
  repository: string;
  number: number;
  status: string;
  sha: string;
  branch?: string;
  event?: string;
  /** Archives by their names. */
  artifacts?: Record<string, Uint8Array>;
  /** Lines of its one step. */
  log?: string[];
}

/** Id of a pipeline's one step. */
export const STEP_ID = 7;

export function presentRepo({ id, forgeId, name: fullName, active }: FakeCiRepository): z.input<typeof Repo> {
  const [owner = '', name = ''] = fullName.split('/');
  return { id, forge_remote_id: String(forgeId), owner, name, full_name: fullName, active, private: true };
}

/** As lists show it: without what is below it. */
export function presentListed({ number, status, sha, branch = 'main', event = 'push' }: FakePipeline): z.input<typeof Pipeline> {
  return { id: number, number, event, status, commit: sha, branch, title: 'Say hello', author: 'ada', created: 1_700_000_000 };
}

export function presentPipeline(pipeline: FakePipeline): z.input<typeof Pipeline> {
  const { status: state } = pipeline;
  const step = { id: STEP_ID, pid: 2, name: 'test', state, exit_code: 1 };
  return { ...presentListed(pipeline), workflows: [{ id: 1, pid: 1, name: 'build', state, children: [step] }] };
}

export function presentLine(text: string, line: number): z.input<typeof LogEntry> {
  return { line, data: Buffer.from(`${text}\n`).toString('base64') };
}
