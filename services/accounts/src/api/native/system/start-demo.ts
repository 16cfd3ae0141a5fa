import { startDemo as contract } from '@mosaic/contracts/mosaic';

import { implement } from '../../accounts-operation.ts';

/** Runs the demo for the asker: answers once the push is made, the loop goes on by itself. */
export const startDemo = implement(contract, {
  access: { grant: 'accounts:token:write' },
  handle: ({ caller, cause }, { demo }) => demo.start(caller, cause),
});
