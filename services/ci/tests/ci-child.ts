import { createCi, type CiConfig } from '@mosaic/ci';
import { createLocalBus } from '@mosaic/platform/events';
import { createSend } from '@mosaic/platform/http';
import { silentLog } from '@mosaic/platform/log';
import { openKeyring } from '@mosaic/platform/secrets';

/** A CI service in a process of its own, to be killed. Arguments: configuration, key file, accounts, forge. Prints its address. */
const [config = '{}', key = '', accounts = '', forge = ''] = process.argv.slice(2);
const service = await createCi(JSON.parse(config) as CiConfig, {
  log: silentLog(),
  bus: createLocalBus(),
  keyring: openKeyring(key),
  accounts: createSend({ baseUrl: accounts, headers: () => ({ authorization: `Bearer ${'0'.repeat(40)}` }) }),
  forge: createSend({ baseUrl: forge }),
});
await service.start();
process.stdout.write(`${service.listeners[0]?.url}\n`);
