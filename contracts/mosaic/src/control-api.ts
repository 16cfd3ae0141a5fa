import { z } from 'zod';

import { expectOk, type Send } from '@mosaic/contracts/wire';

import { Link, NewLink } from './operations/sessions.ts';
import { ParkedEvent, SystemStatus } from './operations/system.ts';

/**
 * The control socket of a home: what its owner needs to look at the stack, to stop it and to sign in, and nothing else.
 * The socket's mode is the credential, so no request carries one.
 */
export const StackInfo = z.object({
  state: z.enum(['starting', 'ready', 'stopping']),
  pid: z.number().int(),
  /** The one address that people see. */
  publicUrl: z.string(),
  portBase: z.number().int(),
  /** Where programs of this machine reach the front door and the MCP server. */
  accountsUrl: z.string(),
  mcpUrl: z.string(),
  /** The longest-standing administrator who may sign in; null when all are disabled, or while accounts does not run. */
  administrator: z.string().nullable(),
  system: SystemStatus,
});
export type StackInfo = z.infer<typeof StackInfo>;

/** Without a login for {@link StackInfo.administrator}. */
export const NewControlLink = NewLink.pick({ login: true, purpose: true }).partial({ login: true });
export const ControlLink = Link.extend({ login: z.string() });
export type ControlLink = z.infer<typeof ControlLink>;

/** Which of them to try again; all that fit. */
export const Replay = z.strictObject({
  service: z.string().optional(),
  consumer: z.string().max(190).optional(),
  seq: z.number().int().min(0).optional(),
});
export type Replay = z.infer<typeof Replay>;

/** Files of a site that are to be gone: those that this deployment put live. */
export const SiteDrop = z.strictObject({
  project: z.string().max(100),
  environment: z.string().max(100),
  deployment: z.number().int().min(1),
});
export type SiteDrop = z.infer<typeof SiteDrop>;

export function createControlClient(send: Send) {
  return {
    info: async (): Promise<StackInfo> => StackInfo.parse(await (await expectOk(send, { method: 'GET', path: '/info' })).json()),
    createLink: async (body: z.input<typeof NewControlLink>): Promise<ControlLink> =>
      ControlLink.parse(await (await expectOk(send, { method: 'POST', path: '/links', body })).json()),
    parkedEvents: async (): Promise<ParkedEvent[]> =>
      z.object({ events: z.array(ParkedEvent) }).parse(await (await expectOk(send, { method: 'GET', path: '/events' })).json()).events,
    /** Answers how many are tried again, within half a minute. */
    replayEvents: async (body: Replay): Promise<number> =>
      z.object({ replayed: z.number() }).parse(await (await expectOk(send, { method: 'POST', path: '/events/replay', body })).json())
        .replayed,
    /** False when the files are gone already. */
    dropSiteFiles: async (body: SiteDrop): Promise<boolean> =>
      z.object({ dropped: z.boolean() }).parse(await (await expectOk(send, { method: 'POST', path: '/sites/drop', body })).json()).dropped,
    /** Begins to stop the stack; its end is the end of the lock on the home. */
    stop: async (): Promise<void> => (await expectOk(send, { method: 'POST', path: '/stop' })).discard(),
  };
}
/** Uses a sign-in link up at the front door, as its page's button does; the secret of the session that a cookie would hold, for a bearer. Null when it was used before. */
export async function redeemLink(front: Send, url: string): Promise<string | null> {
  const answer = await front({ method: 'POST', path: `/-/enter${new URL(url).search}` });
  await answer.discard();
  return /=([0-9a-f]{40})(?:;|$)/.exec(answer.headers['set-cookie'] ?? '')?.[1] ?? null;
}

export type ControlClient = ReturnType<typeof createControlClient>;
