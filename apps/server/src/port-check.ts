import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';

import { MosaicError } from '@mosaic/platform/errors';

/** Refuses to start when a port is taken on either loopback address, naming the holder and the way out. */
export async function checkPorts(ports: Readonly<Record<string, number>>, portBase: number): Promise<void> {
  const taken = (
    await Promise.all(
      Object.entries(ports).flatMap(([name, port]) =>
        ['127.0.0.1', '::1'].map(async (address) => ((await isTaken(port, address)) ? { name, port, address } : null)),
      ),
    )
  ).filter((found) => found !== null);
  if (taken.length === 0) return;
  const lines = taken.map(
    ({ name, port, address }) => `  port ${port} on ${address} (for ${name}) is held by ${holderOf(port) ?? 'another program'}`,
  );
  const next = portBase + 10_000 <= 20_000 ? portBase + 10_000 : 100;
  throw new MosaicError(
    'conflict',
    `Some ports are already taken:\n${lines.join('\n')}\nStop that program, or shift all ports: ./mosaic up --port-base ${next}`,
  );
}

function isTaken(port: number, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    probe.listen({ port, host: address, ipv6Only: address.includes(':') }, () => probe.close(() => resolve(false)));
  });
}

/** "name (process 123)" of who listens on a port, from /proc; null where that cannot be seen. */
function holderOf(port: number): string | null {
  try {
    const hex = port.toString(16).toUpperCase().padStart(4, '0');
    const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
      readFileSync(table, 'utf8')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter((cells) => cells[1]?.endsWith(`:${hex}`) === true && cells[3] === '0A')
        .map((cells) => `socket:[${cells[9]}]`),
    );
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      if (openSockets(pid).some((socket) => inodes.includes(socket)))
        return `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (process ${pid})`;
    }
  } catch {
    // No /proc (macOS), or not ours to read.
  }
  return null;
}

function openSockets(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}
