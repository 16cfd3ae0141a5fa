import { appendFileSync } from 'node:fs';

import { expect } from 'vitest';

import { MutantOrder } from './mutant-order.ts';
import { SERVICES } from './services.ts';

/* Set up before each file of tests while mutants run: breaks one target, or notes which file calls which. */
const text = process.env['MOSAIC_MUTANT'];
if (text !== undefined) {
  const order = MutantOrder.parse(JSON.parse(text));
  const targets = await SERVICES[order.service]();
  const note = (words: string) => appendFileSync(order.notes, `${words}\n`);
  if (order.target === undefined) for (const target of targets) target.watch(() => note(`${target.name}\t${expect.getState().testPath}`));
  else targets.find(({ name }) => name === order.target)?.break(order.fault ?? '', () => note('reached'));
}
