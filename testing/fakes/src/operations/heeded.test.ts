import { expect, test } from 'vitest';

import { Heeded } from './heeded.ts';

test('what was given and never read is told; what the contract filled in is not', () => {
  const given = { q: 'axe', labels: 'red', config: { url: 'http://a', secret: 'hush' } };
  const heeded = new Heeded({ ...given, limit: 30 }, given);
  expect([heeded.asked.q, heeded.asked.config.url]).toEqual(['axe', 'http://a']);
  expect(heeded.passedOver()).toEqual(['labels', 'config.secret']);
  expect({ ...heeded.asked }).toMatchObject({ labels: 'red', limit: 30 });
  expect(heeded.passedOver()).toEqual(['config.secret']);
});

test('what the contract reads into members of other names is told by those', () => {
  const heeded = new Heeded(
    { event: 'deployment', to: 'production', task: '', variables: {} },
    { event: 'deployment', deploy_to: 'production' },
  );
  expect(heeded.asked.event).toBe('deployment');
  expect(heeded.passedOver()).toEqual(['to']);
});
