import { definePage } from '../../routing/define-page.ts';

export const AUDIT_PAGES = [
  definePage({
    path: '/-/system/audit',
    load: async () => (await import('./page.tsx')).AuditPage,
    // One page alone asks it: the first load brings no operation of the audit.
    read: async (_, { client }) => client.ensureInfiniteQueryData((await import('./page.tsx')).auditQuery),
  }),
];
