import { tonyMessageSend } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { TOPICS } from '../context.ts';
import { presentMessage } from '../messages/message-reader.ts';
import { findPrincipal } from '../principals.ts';
import { visibleProject } from '../projects/project-reader.ts';
import { writeTool } from './tool.ts';

/** A message in a project; its text is shown to the recipient alone, or to all who see the project. */
export const tonyMessageSendTool = writeTool(tonyMessageSend, async ({ project: name, to, text }, context) => {
  const { caller, accounts, bus, now, traceId } = context;
  const project = await visibleProject(context, name);
  const recipient = to === undefined ? null : await findPrincipal(accounts, to);
  if (to !== undefined && recipient === null) throw new MosaicError('not_found', `There is no principal "${to}".`);
  return async (writer) => {
    const row = { sender: caller.login, recipient: recipient?.login ?? null, project: project.name, text, created_at: now() };
    const { id } = await writer.db.insertInto('messages').values(row).returning('id').executeTakeFirstOrThrow();
    writer.emit('dev.mosaic.audit.written', {
      subject: project.name,
      traceId,
      actor: caller.login,
      data: { operation: 'tony_message_send', allowed: true, detail: { id: Number(id), to: row.recipient } },
    });
    writer.afterCommit(() => bus.publish(TOPICS.messages));
    return { message: presentMessage({ ...row, id: Number(id) }) };
  };
});
