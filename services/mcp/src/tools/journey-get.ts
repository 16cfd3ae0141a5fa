import { type Journey, journeyGet } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { findJourneys, presentJourneys } from '../journeys/journey-reader.ts';
import { readTool } from './tool.ts';

/** The newest journey that the id names and the caller may see. */
export const journeyGetTool = readTool(journeyGet, async ({ id }, { store, access, caller, publicUrl }) => {
  for (const row of await store.read((db) => findJourneys(db, id))) {
    if (!(await access.sees(caller, row))) continue;
    const [journey] = await store.read((db) => presentJourneys(db, [row], publicUrl));
    return { journey: journey as Journey };
  }
  throw new MosaicError('not_found', `Nothing is known of "${id}", or you may not know of it.`);
});
