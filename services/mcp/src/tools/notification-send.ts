import { notificationSend } from '@mosaic/contracts/mosaic';

import { presentEntry } from '../inbox/inbox-reader.ts';
import { addEntry, refuseEntry } from '../inbox/inbox-writer.ts';
import { findPrincipal } from '../principals.ts';
import { writeTool } from './tool.ts';

/** Adds an inbox entry for a person who may read the repository; anyone else gets none. */
export const notificationSendTool = writeTool(notificationSend, async (input, context) => {
  const { access, accounts, caller } = context;
  const { fullName: repository } = await access.read(caller, input.repository);
  const person = await findPrincipal(accounts, input.login);
  const mayRead = person !== null && (await access.findFor(person.login, repository)) !== null;
  const { title, body, url, outcome, project, traceId } = input;
  return async (writer) => {
    const telling = writer.as({ ...writer.cause, traceId });
    if (!mayRead) {
      refuseEntry(telling, { login: input.login, repository });
      return { added: false, entry: null };
    }
    const stated = { login: person.login, title, body, url, outcome, project, repository, trace_id: traceId };
    return { added: true, entry: presentEntry(await addEntry(telling, stated)) };
  };
});
