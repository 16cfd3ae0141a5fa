import { z } from 'zod';

import { defineTool } from './define-tool.ts';
import { After, Limit, RequestId, Time, WaitMs } from './members.ts';

export const Message = z.object({
  id: z.number().int(),
  from: z.string(),
  to: z.string().nullable(),
  project: z.string(),
  text: z.string(),
  createdAt: Time,
});
export type Message = z.infer<typeof Message>;

export const tonyMessageSend = defineTool({
  name: 'tony_message_send',
  title: 'Send a message',
  description: 'To one principal, or to all agents of the project when `to` is left out.',
  grant: 'mcp:message:write',
  annotations: { readOnlyHint: false },
  input: z.object({ requestId: RequestId, project: z.string(), to: z.string().optional(), text: z.string().min(1).max(20_000) }),
  output: z.object({ message: Message }),
  example: { requestId: '8d7c-1', project: 'shop', to: 'reviewer', text: 'Please look at pipeline 7 again.' },
});

export const tonyMessageList = defineTool({
  name: 'tony_message_list',
  title: 'List messages',
  description: 'Messages to you or to all, oldest first.',
  grant: 'mcp:message:read',
  annotations: { readOnlyHint: true },
  input: z.object({ project: z.string().optional(), after: After, limit: Limit, waitMs: WaitMs }),
  output: z.object({ messages: z.array(Message) }),
  example: { project: 'shop', after: 0, waitMs: 30000 },
});
