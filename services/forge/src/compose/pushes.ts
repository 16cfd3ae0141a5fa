import { Maintenance } from '../maintenance/maintenance.ts';
import { MaintenanceLedger } from '../maintenance/maintenance-ledger.ts';
import { PushLedger } from '../pushes/push-ledger.ts';
import { PushSettlement } from '../pushes/push-settlement.ts';
import type { ForgePorts } from './ports.ts';

/** What happens to a repository when refs move, and the maintenance that many pushes make necessary. */
export function composePushes({ store, events, folders, log, settings }: ForgePorts) {
  const maintenance = new Maintenance({ ledger: new MaintenanceLedger(store, events), folders, log, settings });
  const pushes = new PushSettlement({ ledger: new PushLedger(store, events), folders, log, onSettled: (id) => maintenance.consider(id) });
  return { maintenance, pushes };
}
