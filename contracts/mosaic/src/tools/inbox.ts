import { z } from 'zod';

import { defineTool } from './define-tool.ts';
import { After, Cursor, Limit, Next, Repository, RequestId, Time, WaitMs } from './members.ts';

export const InboxEntry = z.object({
  id: z.number().int(),
  title: z.string(),
  body: z.string(),
  url: z.string(),
  outcome: z.enum(['ok', 'fail', 'info']),
  project: z.string(),
  repository: z.string(),
  traceId: z.string(),
  createdAt: Time,
  readAt: Time.nullable(),
});
export type InboxEntry = z.infer<typeof InboxEntry>;

export const inboxList = defineTool({
  name: 'inbox_list',
  title: 'List your inbox',
  description: 'Your notifications, newest first.',
  grant: 'mcp:inbox:read',
  annotations: { readOnlyHint: true },
  input: z.object({ unreadOnly: z.boolean().default(false), after: After, cursor: Cursor, limit: Limit, waitMs: WaitMs }),
  output: z.object({ entries: z.array(InboxEntry), unread: z.number().int(), next: Next }),
  example: { unreadOnly: true },
});

export const inboxMark = defineTool({
  name: 'inbox_mark',
  title: 'Mark inbox entries',
  description: 'Marks your entries as read or unread.',
  grant: 'mcp:inbox:write',
  annotations: { readOnlyHint: false },
  input: z.object({ requestId: RequestId, ids: z.array(z.number().int()).min(1).max(200), read: z.boolean() }),
  output: z.object({ unread: z.number().int() }),
  example: { requestId: '8d7c-1', ids: [4, 5], read: true },
});

export const notificationSend = defineTool({
  name: 'notification_send',
  title: 'Notify a person',
  description: "Adds one entry to a person's inbox; a person who may not read the repository gets none.",
  grant: 'mcp:inbox:admin',
  annotations: { readOnlyHint: false },
  input: z.object({
    requestId: RequestId,
    login: z.string(),
    title: z.string().min(1).max(300),
    body: z.string().max(20_000).default(''),
    url: z.string().max(2000),
    outcome: z.enum(['ok', 'fail', 'info']),
    project: z.string(),
    repository: Repository,
    traceId: z.string(),
  }),
  output: z.object({ added: z.boolean(), entry: InboxEntry.nullable() }),
  example: {
    requestId: '8d7c-1',
    login: 'ada',
    title: 'shop is live',
    url: 'http://localhost:8090/ada/shop',
    outcome: 'ok',
    project: 'shop',
    repository: 'ada/shop',
    traceId: '0af7651916cd43dd8448eb211c80319c',
  },
});
