import { join } from 'node:path';

import { type ListenerName, type ServiceName, SERVICES, type SystemStatus } from '@mosaic/contracts/mosaic';
import type { StoreLocation } from '@mosaic/platform/db';
import type { Bus } from '@mosaic/platform/events';
import type { Stack } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import type { Config } from '../config.ts';
import { neighboursOf, originOf, type Neighbours } from '../neighbours.ts';

/** What every service is composed with. */
export interface StackContext {
  config: Config;
  shared: { log: Log; bus: Bus; keyring: Keyring };
  /** Where a listener is for our own code. */
  origin(listener: ListenerName): string;
  /** Settings of a service's listener: its first one, where none is named. */
  door(service: ServiceName, listener?: ListenerName): { port: number; hosts: string[]; publicUrl: string; addresses?: string[] };
  /** Where a service keeps its rows and files. */
  keep(service: ServiceName): { dataFolder: string; store?: StoreLocation };
  /** The neighbours, reached with the service's own token. */
  neighbours<Name extends ServiceName>(service: Name): Neighbours<Name>;
  /** A fresh token that takes the tasks of an agent; it ends the one before. */
  takerToken(login: string): Promise<string>;
  /** What accounts tells and does for the whole stack. */
  operator: { adminPassword: string | null; status: () => Promise<SystemStatus>; stop: () => void };
}

/** The context of a running stack. `tokens` holds the services' own, which are issued once accounts is composed. */
export function stackContextOf(
  given: Pick<StackContext, 'config' | 'shared' | 'operator' | 'takerToken'>,
  { tokens, stack }: { tokens: Map<ServiceName, string | null>; stack: Stack },
): StackContext {
  const { config } = given;
  return {
    ...given,
    origin: (listener) => originOf(config.ports, listener),
    door(service, named) {
      const [first] = Object.keys(SERVICES[service].listeners) as ListenerName[];
      const listener = named ?? first;
      if (listener === undefined) throw new Error(`${service} has no listener.`);
      return { port: config.ports[listener], hosts: [...config.hosts], publicUrl: config.publicUrl };
    },
    keep: (service) => ({ dataFolder: join(config.home, 'data', service) }),
    neighbours(service) {
      tokens.set(service, null);
      return neighboursOf(service, { ports: config.ports, token: () => tokens.get(service) ?? '', stack });
    },
  };
}
