import type { StartedDemo } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';

import type { TokenReader } from '../tokens/token-reader.ts';
import type { IssuedToken, TokenWriter } from '../tokens/token-writer.ts';

/** Pushes the demo project as a person; answers after the push. `ended` settles when the loop has come to its end. */
export type RunDemo = (asker: { login: string; token: string }) => Promise<StartedDemo & { ended: Promise<void> }>;

export interface DemoPorts {
  /** null where the installation has none. */
  run: RunDemo | null;
  tokens: { reader: TokenReader; writer: TokenWriter };
}

/** How long the demo's own token works when nobody is left to end it, ms. */
const TOKEN_MS = 3_600_000;

/** The demo as somebody who asks for it: with a token of its own that carries no more than theirs and ends with the demo. */
export class Demo {
  readonly #ports: DemoPorts;
  /** Ids of those whose demo runs; one at a time per person. */
  readonly #running = new Set<string>();

  constructor(ports: DemoPorts) {
    this.#ports = ports;
  }

  /** @throws MosaicError `unsupported` without a demo, `conflict` while one runs, `forbidden` for a token that is too narrow. */
  async start(caller: Caller, cause: Cause): Promise<StartedDemo> {
    const { run, tokens } = this.#ports;
    if (run === null) throw new MosaicError('unsupported', 'The demo cannot be started from here; run: ./mosaic demo');
    if (this.#running.has(caller.id)) throw new MosaicError('conflict', 'Your demo is still running; follow it on the home page.');
    this.#running.add(caller.id);
    let issued: IssuedToken | null = null;
    const end = async () => {
      this.#running.delete(caller.id);
      if (issued !== null) await tokens.writer.revoke(issued.row, cause);
    };
    try {
      issued = await this.#tokenFor(caller, cause);
      const { repository, traceId, ended } = await run({ login: caller.login, token: issued.secret });
      // The composition root logs a demo that fails; a token that cannot be ended now runs out by itself.
      void ended.then(end).catch(() => undefined);
      return { repository, traceId };
    } catch (error) {
      await end();
      throw error;
    }
  }

  async #tokenFor(caller: Caller, cause: Cause): Promise<IssuedToken> {
    const { tokens } = this.#ports;
    const own = await tokens.reader.byId(caller.tokenId);
    const wish = {
      login: caller.login,
      name: 'demo',
      doors: ['forge', 'mcp'] as const,
      grants: ['forge:*:admin', 'mcp:*:write'],
      repositories: null,
      endsAt: (now: number) => Math.min(now + TOKEN_MS, own?.expires_at ?? Number.POSITIVE_INFINITY),
    };
    return tokens.writer.issue(caller, wish, cause);
  }
}
