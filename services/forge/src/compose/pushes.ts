import type { LfsStore } from '../lfs/lfs-store.ts';
import { Maintenance } from '../maintenance/maintenance.ts';
import { MaintenanceLedger } from '../maintenance/maintenance-ledger.ts';
import { HeadUpdater } from '../pulls/head-updater.ts';
import { PullChanges } from '../pulls/pull-changes.ts';
import { PullChecker } from '../pulls/pull-checker.ts';
import { PullMerger } from '../pulls/pull-merger.ts';
import { PullWriter } from '../pulls/pull-writer.ts';
import { ProtectionReader } from '../protection/protection-reader.ts';
import { ProtectionWriter } from '../protection/protection-writer.ts';
import { MergeGate } from '../protection/merge-gate.ts';
import { PushGuard } from '../protection/push-guard.ts';
import { PushLedger } from '../pushes/push-ledger.ts';
import { PushSettlement } from '../pushes/push-settlement.ts';
import type { ReviewReader } from '../reviews/review-reader.ts';
import { StatusReader } from '../statuses/status-reader.ts';
import type { ForgePorts } from './ports.ts';

/** What happens to a repository when refs move: the maintenance that many pushes make necessary, and the pull requests that follow. */
export function composePushes(
  { store, events, folders, log, settings }: ForgePorts,
  { reviews, lfs }: { reviews: ReviewReader; lfs: LfsStore },
) {
  const maintenance = new Maintenance({ ledger: new MaintenanceLedger(store, events), folders, log, settings });
  const checker = new PullChecker({ store, events, folders, lfs, log });
  const onSettled = (id: number) => {
    maintenance.consider(id);
    checker.consider(id);
  };
  const pushes = new PushSettlement({ ledger: new PushLedger(store, events), folders, log, onSettled });
  const protection = { reader: new ProtectionReader(store), writer: new ProtectionWriter(events) };
  const guard = new PushGuard(protection.reader);
  const gate = new MergeGate({ reader: protection.reader, folders, statuses: new StatusReader(store), reviews });
  const merger = new PullMerger({ events, folders, lfs, pushes, checker, gate });
  const updater = new HeadUpdater({ folders, lfs, pushes, guard });
  return {
    maintenance,
    pushes,
    guard,
    protection,
    pulls: { writer: new PullWriter(events), merger, gate, updater, checker, changes: new PullChanges(folders) },
  };
}
