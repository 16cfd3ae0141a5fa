import { tonyMessageSend } from '@mosaic/contracts/mosaic';

import { presentMessage } from '../../messages/message-reader.ts';
import { sendMessage } from '../../messages/message-writer.ts';
import { requirePrincipal } from '../../principals.ts';
import { visibleProject } from '../../projects/project-reader.ts';
import { writeTool } from '../../calls/tool.ts';

/** A message in a project; its text is shown to the recipient alone, or to all who see the project. */
export const tonyMessageSendTool = writeTool(tonyMessageSend, async ({ project: name, to, text }, context) => {
  const { accounts } = context;
  const { name: project } = await visibleProject(context, name);
  const recipient = to === undefined ? null : (await requirePrincipal(accounts, to)).login;
  return async (writer) => ({ message: presentMessage(await sendMessage(writer, { project, recipient, text })) });
});
