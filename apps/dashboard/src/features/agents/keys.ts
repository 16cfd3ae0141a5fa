export const agentKeys = { list: ['agents'] as const };
