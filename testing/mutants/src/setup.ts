import { appendFileSync } from 'node:fs';

import { expect, vi } from 'vitest';

import { MutantOrder } from './mutant-order.ts';
import { rulesOf, servedBy } from './services.ts';
import type { Target } from './target.ts';

/* Set up before each file of tests while mutants run: breaks one target, or notes which file calls which. */
const text = process.env['MOSAIC_MUTANT'];
if (text !== undefined) {
  const order = MutantOrder.parse(JSON.parse(text));
  const note = (words: string) => appendFileSync(order.notes, `${words}\n`);
  const rules = rulesOf(order.service, (path, make) => vi.doMock(path, make));
  const watch = (target: Target) =>
    target.watch(() => note([target.name, expect.getState().testPath, expect.getState().currentTestName ?? ''].join('\t')));
  const isMeant = ({ name }: Target) => name === order.target;
  if (order.target === undefined) {
    rules.forEach(watch);
    (await servedBy(order.service)).forEach(watch);
  } else (rules.find(isMeant) ?? (await servedBy(order.service)).find(isMeant))?.break(order.fault ?? '', () => note('reached'));
}
