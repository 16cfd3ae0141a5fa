import { expect, test } from 'vitest';

import { storeAt, StoreLocation, storeReference } from './location.ts';

test('a file in the data folder unless the settings name a place', () => {
  expect(storeAt({ dataFolder: '/data/forge' }, 'forge')).toEqual({ dialect: 'sqlite', file: '/data/forge/forge.db' });
  const postgres = StoreLocation.parse({ dialect: 'postgres', url: 'postgres://forge@127.0.0.1:5432/forge' });
  expect(storeAt({ dataFolder: '/data/forge', store: postgres }, 'forge')).toBe(postgres);
});

test('a reference names the place, never the password', () => {
  const location = { dialect: 'mariadb', url: 'mariadb://forge:geheim@db.internal:3306/forge' } as const;
  expect(storeReference('forge', location)).toEqual({ name: 'forge', kind: 'mariadb', location: 'mariadb://forge@db.internal:3306/forge' });
  expect(storeReference('ci', { dialect: 'sqlite', file: '/data/ci.db' })).toEqual({ name: 'ci', kind: 'sqlite', location: '/data/ci.db' });
});

test('an engine that we do not know is refused', () => {
  expect(StoreLocation.safeParse({ dialect: 'oracle', url: 'oracle://x' }).success).toBe(false);
});
