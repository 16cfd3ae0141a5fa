import type { FastifyRequest } from 'fastify';

import type { SystemStatus } from '@mosaic/contracts/mosaic';
import type { Store } from '@mosaic/platform/db';
import type { EventLog } from '@mosaic/platform/events';
import { clientAddress } from '@mosaic/platform/http';

import type { AccountsSettings } from './config.ts';
import type { AccountsTables } from './db/schema.ts';
import type { RunDemo } from './demo/start-demo.ts';
import type { Introspector } from './sign-in/introspector.ts';
import type { KnownDevices } from './sign-in/known-device.ts';
import type { Passwords } from './sign-in/passwords.ts';
import type { Origin } from './sign-in/sign-in-limit.ts';

/** What the operations use. */
export interface AccountsContext {
  settings: AccountsSettings;
  store: Store<AccountsTables>;
  events: EventLog<AccountsTables>;
  passwords: Passwords;
  introspector: Introspector;
  auditKey: Buffer;
  cookieName: string;
  devices: KnownDevices;
  /** What our own edge proves itself with. */
  edgeProof: string;
  /** The first administrator's generated password, for as long as it is valid. */
  adminPasswordFile: string;
  status: () => Promise<SystemStatus>;
  stop: () => void;
  demo: RunDemo | null;
  /** Ids of those whose demo runs. */
  demosOf: Set<string>;
  now: () => number;
}

/** The session secret that a browser sent; null when none. */
export function cookieOf(request: FastifyRequest, cookieName: string): string | null {
  return request.cookies[cookieName] ?? null;
}

/** Where a password for this login comes from. */
export function originOf(
  request: FastifyRequest,
  login: string,
  { devices, edgeProof }: Pick<AccountsContext, 'devices' | 'edgeProof'>,
): Origin {
  return { address: clientAddress(request, edgeProof), device: devices.identify(request.cookies[devices.cookieName], login) };
}
