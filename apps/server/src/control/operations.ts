import { NewControlLink, Replay, SiteDrop, type ControlLink, type ParkedEvent, type StackInfo } from '@mosaic/contracts/mosaic';
import { operation, type Operation } from '@mosaic/platform/http';
import type { z } from 'zod';

/** What the stack lets its home's owner do. */
export interface Controls {
  info(): Promise<StackInfo>;
  /** A one-time sign-in link; throws in words when nobody can sign in. */
  createLink(wish: z.output<typeof NewControlLink>): Promise<ControlLink>;
  /** What the services' consumers have parked. */
  parkedEvents(): Promise<ParkedEvent[]>;
  /** Has them tried again; answers how many. */
  replayEvents(which: Replay): Promise<number>;
  /** Removes the files that a deployment of a site put live; false when they are gone already. */
  dropSiteFiles(which: SiteDrop): Promise<boolean>;
  stop(): void;
}

/** Open to whoever can reach the socket: its folder's and its own mode let in the home's owner alone. */
export const CONTROL_OPERATIONS: readonly Operation<Controls>[] = [
  operation<Controls>()({ method: 'GET', path: '/info', access: 'anyone', handle: async (_request, controls) => controls.info() }),
  operation<Controls>()({
    method: 'POST',
    path: '/links',
    access: 'anyone',
    body: NewControlLink,
    status: 201,
    handle: async ({ body }, controls) => controls.createLink(body),
  }),
  operation<Controls>()({
    method: 'GET',
    path: '/events',
    access: 'anyone',
    handle: async (_request, controls) => ({ events: await controls.parkedEvents() }),
  }),
  operation<Controls>()({
    method: 'POST',
    path: '/events/replay',
    access: 'anyone',
    body: Replay,
    handle: async ({ body }, controls) => ({ replayed: await controls.replayEvents(body) }),
  }),
  operation<Controls>()({
    method: 'POST',
    path: '/sites/drop',
    access: 'anyone',
    body: SiteDrop,
    handle: async ({ body }, controls) => ({ dropped: await controls.dropSiteFiles(body) }),
  }),
  operation<Controls>()({
    method: 'POST',
    path: '/stop',
    access: 'anyone',
    status: 202,
    handle: async ({ reply }, controls) => {
      reply.raw.once('finish', () => controls.stop());
      return { stopping: true };
    },
  }),
];
