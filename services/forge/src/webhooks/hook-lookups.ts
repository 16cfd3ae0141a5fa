import { lookup } from 'node:dns/promises';

import { Places } from '@mosaic/platform/http';

import type { Resolve } from './hook-target.ts';

/** Half of the threads that Node asks the system's resolver with unless told otherwise (libuv): git and files need the others. */
const LOOKUPS_MAX = 2;
/** Owners whose lookups may wait. */
const WAITING_MAX = 1_000;

/** The system's resolver, /etc/hosts and its own search rules included. */
const lookupAll: Resolve = (hostname) => lookup(hostname, { all: true });

/**
 * Asks for the names of receivers, one at a time for each owner. A lookup cannot be ended: a name whose servers stay silent holds its
 * thread long after the try that asked for it, and would else hold up the names of everybody.
 */
export class HookLookups {
  readonly #places: Places;
  readonly #resolve: Resolve;

  constructor({ waitMs, resolve = lookupAll }: { waitMs: number; resolve?: Resolve }) {
    this.#places = new Places({ of: 'lookups of names', places: LOOKUPS_MAX, each: 1, waiting: WAITING_MAX, waitMs });
    this.#resolve = resolve;
  }

  of(ownerId: number): Resolve {
    return async (hostname, signal) => {
      const leave = await this.#places.take({ name: String(ownerId), kind: 'principal' }, signal);
      try {
        return await this.#resolve(hostname, signal);
      } finally {
        leave();
      }
    };
  }
}
