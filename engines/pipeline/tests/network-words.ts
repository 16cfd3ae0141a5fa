import { tmpdir } from 'node:os';

import { BACKENDS } from '../src/index.ts';

/** What the backend says of the network that steps of whoever runs the tests have here. */
export async function networkWords(): Promise<string> {
  await using backend = BACKENDS.local({ workRoot: tmpdir(), hiddenPaths: [], network: { doors: [] } });
  return (await backend.describe()) ?? '';
}
