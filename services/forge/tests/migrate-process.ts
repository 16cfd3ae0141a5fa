import { openStore } from '@mosaic/platform/db';
import { silentLog } from '@mosaic/platform/log';

import { MIGRATIONS } from '../src/db/list.ts';

/** Brings a file of SQLite up to date in a process of its own, for the tests that kill it. */
process.stdout.write('begins\n');
await using store = await openStore({
  location: { dialect: 'sqlite', file: process.argv[2] ?? '' },
  migrations: MIGRATIONS,
  log: silentLog(),
});
await store.check();
process.stdout.write('done\n');
