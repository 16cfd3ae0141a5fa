import { expect, test } from 'vitest';

import { createPasswords, DECOY } from './passwords.ts';

test('a check of no password takes as long as one of a password that is made now', async () => {
  const passwords = createPasswords();
  const settingsOf = (hash: string) => hash.split('$').slice(1, 4);
  const made = await passwords.hash('a password');
  expect(settingsOf(DECOY)).toEqual(settingsOf(made));
  expect(await passwords.verify(made, 'a password')).toBe(true);
  expect(await passwords.verify(null, 'a password')).toBe(false);
});
