import { expect, test } from 'vitest';

import { outcomeOf, type RunFacts } from './run-outcome.ts';

const facts: RunFacts = { verdict: 'passed', failure: '', deployments: [], fault: '' };
const live = { environment: 'production', live: true, url: 'http://hello.localhost:8080' } as const;
const broken = { environment: 'preview', live: false, reason: 'no artifact "site"' } as const;

test.each<[string, Partial<RunFacts>, string, string]>([
  ['nothing to deploy', {}, 'passed', ''],
  ['deployed', { deployments: [live] }, 'deployed', 'production is live at http://hello.localhost:8080'],
  ['one of two failed', { deployments: [live, broken] }, 'deploy_failed', 'preview: no artifact "site"'],
  ['a faulty file', { fault: '.mosaic.yaml:1: no' }, 'deploy_failed', '.mosaic.yaml:1: no'],
  [
    'a failed pipeline is that first',
    { verdict: 'failed', failure: 'step test exited 1', fault: '.mosaic.yaml:1: no' },
    'failed',
    'step test exited 1',
  ],
])('%s', (_name, given, outcome, summary) => {
  expect(outcomeOf({ ...facts, ...given })).toEqual({ outcome, summary });
});
