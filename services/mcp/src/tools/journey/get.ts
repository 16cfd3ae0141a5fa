import { type Journey, journeyGet } from '@mosaic/contracts/mosaic';

import { presentJourneys, visibleJourney } from '../../journeys/journey-reader.ts';
import { readTool } from '../../calls/tool.ts';

export const journeyGetTool = readTool(journeyGet, async ({ id }, context) => {
  const row = await visibleJourney(context, id);
  const [journey] = await context.store.read((db) => presentJourneys(db, [row], context.publicUrl));
  return { journey: journey as Journey };
});
