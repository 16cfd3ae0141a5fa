import { notificationSend } from '@mosaic/contracts/mosaic';

import { presentEntry } from '../../inbox/inbox-reader.ts';
import { notify } from '../../inbox/inbox-writer.ts';
import { recipientOf } from '../../inbox/recipient.ts';
import { writeTool } from '../../calls/tool.ts';

/** Adds an inbox entry for a person who may read the repository; anyone else gets none. */
export const notificationSendTool = writeTool(notificationSend, async (input, context) => {
  const { fullName: repository } = await context.access.read(context.caller, input.repository);
  const recipient = await recipientOf(context, { login: input.login, repository });
  const { title, body, url, outcome, project, traceId } = input;
  return async (writer) => {
    const stated = { ...recipient, title, body, url, outcome, project, repository, trace_id: traceId };
    const entry = await notify(writer.as({ ...writer.cause, traceId }), stated);
    return { added: entry !== null, entry: entry === null ? null : presentEntry(entry) };
  };
});
