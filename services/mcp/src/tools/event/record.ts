import { EVENTS, eventRecord } from '@mosaic/contracts/mosaic';
import { parseInput } from '@mosaic/platform/errors';

import { requireRecorder } from '../../facts/fact-policy.ts';
import { writeTool } from '../../calls/tool.ts';

/** Records a fact of the platform's own engines. The answer's number is the one that event_read shows. */
export const eventRecordTool = writeTool(eventRecord, async ({ type, subject, traceId, data: given }, { caller }) => {
  requireRecorder(caller);
  const data = parseInput(EVENTS[type].data, given, 'The data of the event');
  return async (writer) => ({ seq: await writer.as({ ...writer.cause, traceId }).record(EVENTS[type], { subject, data }) });
});
