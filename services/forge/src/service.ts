import { join } from 'node:path';

import { GitEngine } from '@mosaic/engines/git';
import { openFileBlobs } from '@mosaic/platform/blobs';
import { openStore, storeAt, storeReference, type StoreLocation } from '@mosaic/platform/db';
import { parseInput } from '@mosaic/platform/errors';
import { openEventLog, type Bus } from '@mosaic/platform/events';
import { listen } from '@mosaic/platform/http';
import { composeService, type Lifecycle, type Service } from '@mosaic/platform/lifecycle';

import { composeAggregates } from './compose/aggregates.ts';
import { composeDoors } from './compose/doors.ts';
import type { ForgePorts } from './compose/ports.ts';
import { recoverRepositories } from './compose/repositories.ts';
import { HOST_KEY_FOLDER } from './keys/host-key.ts';
import { ForgeConfig } from './config.ts';
import { MIGRATIONS } from './db/list.ts';
import type { ForgeTables } from './db/schema.ts';
import { LfsFiles } from './lfs/lfs-files.ts';
import { RepositoryFolders } from './repositories/repository-folders.ts';
import { startRetention } from './retention/retention.ts';

export interface ForgeDeps extends Pick<ForgePorts, 'log' | 'keyring' | 'accounts'> {
  bus: Bus;
}

/** The forge: bare repositories behind Gitea's REST API and git by HTTP and SSH, with signed webhooks. */
export async function createForge(config: ForgeConfig, deps: ForgeDeps): Promise<Service> {
  const settings = parseInput(ForgeConfig, config, 'The configuration of the forge');
  const log = deps.log.child({ service: 'forge' });
  const location = storeAt(settings, 'forge');
  const root = join(settings.dataFolder, 'repositories');
  const lfs = join(settings.dataFolder, 'lfs');
  const blobFolder = join(settings.dataFolder, 'blobs');
  return composeService({
    name: 'forge',
    stores: [
      storeReference('forge', location),
      { name: 'repositories', kind: 'folder', location: root },
      { name: 'lfs', kind: 'folder', location: lfs },
      { name: 'forge-blobs', kind: 'folder', location: blobFolder },
      { name: 'ssh', kind: 'folder', location: join(settings.dataFolder, HOST_KEY_FOLDER) },
    ],
    start: (lifecycle) => start(lifecycle, { ...deps, log, settings, location, root, lfs, blobFolder }),
  });
}

/** Opens the rows, settles what a predecessor left, and only then lets anybody in. */
async function start(
  lifecycle: Lifecycle,
  {
    bus,
    location,
    root,
    lfs,
    blobFolder,
    ...given
  }: ForgeDeps & Pick<ForgePorts, 'settings'> & { location: StoreLocation; root: string; lfs: string; blobFolder: string },
): Promise<void> {
  const { stack } = lifecycle;
  const store = stack.use(await openStore<ForgeTables>({ location, migrations: MIGRATIONS, log: given.log }));
  lifecycle.dependOn('The database cannot be read', () => store.check());
  const events = await openEventLog<ForgeTables>({ source: 'forge', store, bus });
  lifecycle.useEvents(events);
  const folders = new RepositoryFolders(root, stack.use(new GitEngine()));
  const blobs = await openFileBlobs(blobFolder);
  const ports = { ...given, store, events, folders, blobs, lfsFiles: new LfsFiles(await openFileBlobs(lfs)) };
  const forge = composeAggregates(ports);
  await stack.use(forge.maintenance).takeOver();
  await recoverRepositories(forge.context.damage, lifecycle, ports);
  await forge.pushes.recover();
  await stack.use(forge.context.pulls.checker).takeOver();
  await forge.context.releases.assets.takeOver();
  stack.use(forge.context.releases.assets.sweep());
  stack.use(forge.context.repositories.creator);
  stack.use(startRetention({ ...ports, lfs: forge.lfs.store }));
  stack.use(forge.webhooks.dispatcher);
  stack.use(forge.webhooks.consume());
  stack.use(forge.scheduledMerges.consume());
  stack.use(forge.pushes);
  const slowClients = { windowMs: ports.settings.slowClientMs };
  const { app, listenSsh } = await composeDoors(ports, forge, lifecycle.health);
  lifecycle.announce('forge', stack.use(await listen(app, { ...ports.settings, slowClients })));
  const ssh = stack.use(await listenSsh());
  forge.ssh.listensAt(ssh.port);
  lifecycle.announce('ssh', ssh, 'ssh');
  forge.webhooks.dispatcher.wake();
}
