import { join } from 'node:path';

import { createForge, type ForgeConfig } from '@mosaic/forge';
import { createLocalBus } from '@mosaic/platform/events';
import { createSend } from '@mosaic/platform/http';
import { silentLog } from '@mosaic/platform/log';
import { openKeyring } from '@mosaic/platform/secrets';

/** A forge as a process of its own, for the tests that kill it; writes its address when it is ready. */
const settings = JSON.parse(process.argv[2] ?? '{}') as {
  folder: string;
  accounts: string;
  hookHost: string;
  config?: Partial<ForgeConfig>;
};
const forge = await createForge(
  {
    port: 0,
    hosts: ['127.0.0.1'],
    publicUrl: 'http://localhost:8080',
    dataFolder: join(settings.folder, 'forge'),
    allowedHookHosts: [settings.hookHost],
    ...settings.config,
  },
  {
    log: silentLog(),
    bus: createLocalBus(),
    keyring: openKeyring(join(settings.folder, 'key')),
    accounts: createSend({ baseUrl: settings.accounts, headers: () => ({ authorization: `Bearer ${'1'.repeat(40)}` }) }),
  },
);
await forge.start();
process.stdout.write(`${forge.listeners[0]?.url}\n`);
