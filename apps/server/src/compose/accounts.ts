import { join } from 'node:path';

import { createAccounts, type Accounts } from '@mosaic/accounts';

import { demoOf } from '../demo/start-demo.ts';
import type { StackContext } from './stack-context.ts';

export async function composeAccounts(context: StackContext): Promise<Accounts> {
  const { config, shared, operator } = context;
  const edgeUrl = `http://127.0.0.1:${config.ports.edge}`;
  const pagesFolder = join(import.meta.dirname, '../../../dashboard/dist');
  return createAccounts(
    { ...context.door('accounts'), ...context.keep('accounts'), home: config.home, adminUser: config.adminUser, pagesFolder },
    {
      ...shared,
      ...operator,
      demo: demoOf({ publicUrl: config.publicUrl, edgeUrl, mcpUrl: context.origin('mcp') }, shared.log),
      upstream: (name) => context.origin(name),
      feeds: context.neighbours('accounts'),
    },
  );
}
