import type { ServiceName } from '@mosaic/contracts/mosaic';
import type { StoreReference } from '@mosaic/platform/db';
import type { EventLog } from '@mosaic/platform/events';

/** A socket that a service listens on; `url` is how neighbours reach it (always 127.0.0.1), its scheme what is spoken there. */
export interface Listener {
  name: string;
  port: number;
  url: string;
}

/** `serves`: what is wrong keeps nobody from being served, so probes need not take the service out. */
export type Health = { state: 'ok' } | { state: 'degraded' | 'down'; reason: string; serves?: true };

/** Events that a service's consumers could not take and have parked: its `EventLog`. */
export type ParkedEvents = Pick<EventLog<never>, 'parked' | 'replay' | 'trouble'>;

/** What every `create<Service>(config, deps)` answers. Created = composed; started = listening and consuming. */
export interface Service extends AsyncDisposable {
  readonly name: ServiceName;
  readonly listeners: readonly Listener[];
  readonly stores: readonly StoreReference[];
  /** Opens the stores, migrates, listens, then starts consumers and workers. */
  start(): Promise<void>;
  health(): Promise<Health>;
  /** Null while it does not run, and for one without consumers. */
  readonly events: ParkedEvents | null;
  /** What administrators should know of it although nothing is wrong, in a sentence; for the system page, never for a probe. */
  note?(): string | null;
}
