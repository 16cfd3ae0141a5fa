import { join } from 'node:path';

import { z } from 'zod';

import type { DialectName } from './column-types.ts';

/** A database or folder that a backup must take. */
export interface StoreReference {
  name: string;
  kind: DialectName | 'folder';
  location: string;
}

/** Where a service keeps its rows: the setting `store` of each. A SQLite file serves one process; the two servers serve replicas. */
export const StoreLocation = z.discriminatedUnion('dialect', [
  z.strictObject({ dialect: z.literal('sqlite'), file: z.string().min(1) }),
  z.strictObject({ dialect: z.literal('postgres'), url: z.url() }),
  z.strictObject({ dialect: z.literal('mariadb'), url: z.url() }),
]);
export type StoreLocation = z.infer<typeof StoreLocation>;

/** Settings of every service with rows. */
export const StoreSettings = z.strictObject({
  /** Holds the service's files and, where no other store is given, its rows in a file of SQLite. */
  dataFolder: z.string().min(1),
  store: StoreLocation.optional(),
});

/** The place that the settings choose: `<dataFolder>/<name>.db` where they name none. */
export function storeAt({ store, dataFolder }: z.output<typeof StoreSettings>, name: string): StoreLocation {
  return store ?? { dialect: 'sqlite', file: join(dataFolder, `${name}.db`) };
}

/** What a backup is told of it; a server's address without its password. */
export function storeReference(name: string, location: StoreLocation): StoreReference {
  if (location.dialect === 'sqlite') return { name, kind: 'sqlite', location: location.file };
  const url = new URL(location.url);
  url.password = '';
  return { name, kind: location.dialect, location: url.href };
}
