import { Maintenance } from '../maintenance/maintenance.ts';
import { MaintenanceLedger } from '../maintenance/maintenance-ledger.ts';
import { HeadUpdater } from '../pulls/head-updater.ts';
import { PullChanges } from '../pulls/pull-changes.ts';
import { PullChecker } from '../pulls/pull-checker.ts';
import { PullMerger } from '../pulls/pull-merger.ts';
import { PullWriter } from '../pulls/pull-writer.ts';
import { PushLedger } from '../pushes/push-ledger.ts';
import { PushSettlement } from '../pushes/push-settlement.ts';
import type { ForgePorts } from './ports.ts';

/** What happens to a repository when refs move: the maintenance that many pushes make necessary, and the pull requests that follow. */
export function composePushes({ store, events, folders, log, settings }: ForgePorts) {
  const maintenance = new Maintenance({ ledger: new MaintenanceLedger(store, events), folders, log, settings });
  const checker = new PullChecker({ store, events, folders, log });
  const onSettled = (id: number) => {
    maintenance.consider(id);
    checker.consider(id);
  };
  const pushes = new PushSettlement({ ledger: new PushLedger(store, events), folders, log, onSettled });
  const merger = new PullMerger({ events, folders, pushes, checker });
  const updater = new HeadUpdater({ folders, pushes });
  return { maintenance, pushes, pulls: { writer: new PullWriter(events), merger, updater, checker, changes: new PullChanges(folders) } };
}
