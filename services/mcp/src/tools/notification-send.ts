import { notificationSend } from '@mosaic/contracts/mosaic';

import { TOPICS } from '../context.ts';
import { presentEntry } from '../inbox/inbox-reader.ts';
import { findPrincipal } from '../principals.ts';
import { writeTool } from './tool.ts';

/** Adds an inbox entry for a person who may read the repository; anyone else gets none. */
export const notificationSendTool = writeTool(notificationSend, async (input, context) => {
  const { access, accounts, caller, bus, now } = context;
  const { fullName } = await access.read(caller, input.repository);
  const person = await findPrincipal(accounts, input.login);
  const mayRead = person !== null && (await access.findFor(person.login, fullName)) !== null;
  return async (writer) => {
    if (!mayRead) {
      writer.emit('dev.mosaic.audit.written', {
        subject: fullName,
        traceId: input.traceId,
        actor: caller.login,
        data: { operation: 'notification_send', allowed: false, detail: { login: input.login } },
      });
      return { added: false, entry: null };
    }
    const row = {
      login: person.login,
      title: input.title,
      body: input.body,
      url: input.url,
      outcome: input.outcome,
      project: input.project,
      repository: fullName,
      trace_id: input.traceId,
      created_at: now(),
      read_at: null,
    };
    const { id } = await writer.db.insertInto('inbox').values(row).returning('id').executeTakeFirstOrThrow();
    const entryId = Number(id);
    writer.emit('dev.mosaic.inbox.added', {
      subject: person.login,
      traceId: input.traceId,
      actor: caller.login,
      data: { entryId, login: person.login, title: input.title },
    });
    writer.afterCommit(() => bus.publish(TOPICS.inbox(person.login)));
    return { added: true, entry: presentEntry({ ...row, id: entryId }) };
  };
});
