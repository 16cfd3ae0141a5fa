export const inboxKeys = {
  all: ['inbox'] as const,
  newest: () => [...inboxKeys.all, 'newest'] as const,
  unread: () => [...inboxKeys.all, 'unread'] as const,
  list: (filter: { unreadOnly: boolean }) => [...inboxKeys.all, 'list', filter] as const,
};
