/** Words on the bus; each says "look" (platform/events). */
export const TOPICS = {
  facts: 'mcp.facts',
  tasks: 'mcp.tasks',
  messages: 'mcp.messages',
  inbox: (login: string) => `mcp.inbox.${login}`,
} as const;
