import type { EventData, runFinished } from '@mosaic/contracts/mosaic';

import type { Verdict } from './delivery-policy.ts';

export type RunOutcome = Pick<EventData<typeof runFinished>, 'outcome' | 'summary'>;

/** What became of one entry of `deploy:`. */
export type EntryResult = { environment: string; live: true; url: string } | { environment: string; live: false; reason: string };

export interface RunFacts {
  verdict: Verdict;
  /** In a few words, e.g. "step test exited 1"; for a failed pipeline. */
  failure: string;
  deployments: readonly EntryResult[];
  /** What is wrong with `.mosaic.yaml` or the project's name; "" for nothing. */
  fault: string;
}

/** One outcome for all that a pipeline asked for; the summary is what people need to know next. */
export function outcomeOf({ verdict, failure, deployments, fault }: RunFacts): RunOutcome {
  if (verdict === 'failed') return { outcome: 'failed', summary: failure };
  if (fault !== '') return { outcome: 'deploy_failed', summary: fault };
  const failed = deployments.filter((result) => !result.live);
  if (failed.length > 0)
    return { outcome: 'deploy_failed', summary: failed.map(({ environment, reason }) => `${environment}: ${reason}`).join('; ') };
  if (deployments.length === 0) return { outcome: 'passed', summary: '' };
  return {
    outcome: 'deployed',
    summary: deployments.map((result) => (result.live ? `${result.environment} is live at ${result.url}` : '')).join('; '),
  };
}
