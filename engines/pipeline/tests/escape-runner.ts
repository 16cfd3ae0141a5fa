import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { BACKENDS, canFence, type BuilderName } from '../src/index.ts';
import { attempts } from './escapes.ts';
import { RecordingPeer, run } from './recording-peer.ts';
import { assign, script } from './workflows.ts';

/** Tries every way out on this machine as the user that runs it, and tells what the steps printed. Arguments: builder, a folder of its own. */
const [builder, folder] = process.argv.slice(2) as [BuilderName, string];
const home = join(folder, 'home');
const workRoot = join(home, 'work');
mkdirSync(join(workRoot, 'workflow-2147483645-other', 'workspace'), { recursive: true, mode: 0o700 });
writeFileSync(join(home, 'admin-password'), 'top-secret', { mode: 0o600 });
process.env['MOSAIC_TEST_LEAK'] = 'leaked';

const fence = await canFence(builder);
const peer = new RecordingPeer();
const backend = BACKENDS.local({ workRoot, hiddenPaths: [home], network: { doors: [] }, canFence: () => Promise.resolve(fence) });
const variables = {
  SECRET: join(home, 'admin-password'),
  OTHER: join(workRoot, 'workflow-2147483645-other'),
  PLATFORM: String(process.pid),
  PLATFORM_MARK: '[e]scape-runner',
};
const extra = `environment: ${JSON.stringify(variables)}`;
await run(
  peer,
  backend,
  assign(script({ first: { commands: attempts(0), extra }, second: { commands: `${attempts(1)}\necho all-tried`, extra } })),
);
process.stdout.write(JSON.stringify({ fence, text: `${peer.text('first')}\n${peer.text('second')}`, error: peer.final?.error ?? '' }));
