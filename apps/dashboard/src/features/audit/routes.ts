import { definePage } from '../../routing/define-page.ts';
import { auditQuery } from './queries.ts';

export const AUDIT_PAGES = [
  definePage({
    path: '/-/system/audit',
    load: async () => (await import('./page.tsx')).AuditPage,
    read: (_, { client }) => client.ensureInfiniteQueryData(auditQuery),
  }),
];
