import { deploymentRequested, eventData } from '@mosaic/contracts/mosaic';

import type { RunBody } from '../runs/run.ts';
import type { Deployments } from './deployments.ts';

/** A deployment that anyone asked for, roll-backs included. */
export function deploymentRun(deployments: Deployments): RunBody {
  return {
    async run({ input, step }) {
      const { deploymentId } = eventData(deploymentRequested, input);
      const result = await step('deploy', (signal) => deployments.carryOut(deploymentId, signal));
      return result.live ? 'live' : `failed: ${result.reason}`;
    },
    givenUp: (event, reason) => deployments.giveUp(eventData(deploymentRequested, event).deploymentId, reason),
  };
}
