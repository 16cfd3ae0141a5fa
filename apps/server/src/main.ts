import { parseArgs } from 'node:util';

import { MosaicError } from '@mosaic/platform/errors';

import { runInForeground } from './foreground.ts';

/** The server alone, as images and `mosaic up --detach` start it. */
const { values } = parseArgs({ options: { home: { type: 'string' } } });
try {
  await runInForeground({ ...(values.home === undefined ? {} : { home: values.home }), onReady: () => undefined });
} catch (error) {
  if (!(error instanceof MosaicError)) throw error;
  process.stderr.write(`mosaic: ${error.message}\n`);
  process.exitCode = 1;
}
