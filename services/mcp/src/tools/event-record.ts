import { EVENT_DATA, eventRecord } from '@mosaic/contracts/mosaic';
import { MosaicError, parseInput } from '@mosaic/platform/errors';

import { FACT_HEAD } from '../facts/fact-writer.ts';
import { writeTool } from './tool.ts';

/** Records a fact of the platform's own engines. The answer's number is the one that event_read shows. */
export const eventRecordTool = writeTool(eventRecord, async ({ type, subject, traceId, data: given }, { caller }) => {
  if (!caller.builtIn) throw new MosaicError('forbidden', "Only the platform's own services record events.");
  const data = parseInput(EVENT_DATA[type], given, 'The data of the event');
  return async (writer) => {
    writer.emit(type, { subject, traceId, actor: caller.login, data });
    // Takes the row's lock; the number that follows is this event's, the only one of this transaction.
    await writer.db
      .updateTable('event_head')
      .set((expression) => ({ seq: expression('seq', '+', 0) }))
      .where('name', '=', FACT_HEAD)
      .execute();
    const { seq } = await writer.db.selectFrom('event_head').select('seq').where('name', '=', FACT_HEAD).executeTakeFirstOrThrow();
    return { seq: Number(seq) + 1 };
  };
});
