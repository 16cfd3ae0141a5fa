import { join } from 'node:path';

import { createAccounts, type Accounts } from '@mosaic/accounts';

import { demoOf } from '../demo/start-demo.ts';
import type { House } from './house.ts';

export async function composeAccounts(house: House): Promise<Accounts> {
  const { config, shared, operator } = house;
  const edgeUrl = `http://127.0.0.1:${config.ports.edge}`;
  const pagesFolder = join(import.meta.dirname, '../../../dashboard/dist');
  return createAccounts(
    { ...house.door('accounts'), ...house.keep('accounts'), home: config.home, adminUser: config.adminUser, pagesFolder },
    {
      ...shared,
      ...operator,
      demo: demoOf({ publicUrl: config.publicUrl, edgeUrl, mcpUrl: house.origin('mcp') }, shared.log),
      upstream: (name) => house.origin(name),
      feeds: house.neighbours('accounts'),
    },
  );
}
