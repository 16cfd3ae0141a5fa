import { journeyList } from '@mosaic/contracts/mosaic';

import { presentJourneys, visibleJourneys } from '../../journeys/journey-reader.ts';
import { readTool } from '../../calls/tool.ts';

export const journeyListTool = readTool(journeyList, async (input, context) => {
  const { rows, next } = await visibleJourneys(context, input);
  return { journeys: await context.store.read((db) => presentJourneys(db, rows, context.publicUrl)), next };
});
