import { requestBody } from '@mosaic/engines/git';
import type { Channel, Connection, Session } from 'ssh2';

import type { KeyHolder } from '../../keys/key-sign-in.ts';
import { HEAD_ROOM_BYTES } from '../../wire/carry-push.ts';
import { ChannelOut } from './channel-out.ts';
import type { GitSshPorts } from './ports.ts';
import { runCommand } from './run-command.ts';
import { answerSignIn } from './sign-in.ts';
import type { Exchange, Visit, Visits } from './visits.ts';
import { greeting, wordsOf } from './words.ts';

/** Keys that one connection may show, each twice: to ask whether it would do, and signed. An agent that holds many shows them all. */
const TRIES = 40;
/** Commands of one connection at once, as OpenSSH's MaxSessions. */
const SESSIONS = 10;
/** ssh2 lets clients send beyond the window of 2 MiB that it grants; ones that do are cut off. */
const UNREAD_BYTES = 4 * 1024 * 1024;
/** Below it every few bytes would be a packet, and at 0 the library never comes to an end. */
const LEAST_PACKET_BYTES = 1_024;
const GIT_PROTOCOL_MAX = 256;

interface Served {
  ports: GitSshPorts;
  visit: Visit;
  channels: Set<Channel>;
  holder: () => KeyHolder;
}

/** Serves one connection from its sign-in on. Nothing but commands is taken: no terminal, no forwarding, no subsystem. */
export function serveConnection(
  ports: GitSshPorts,
  { connection, visit, visits }: { connection: Connection; visit: Visit; visits: Visits },
): void {
  const { log } = ports;
  let holder: KeyHolder | null = null;
  let tries = 0;
  // A client that breaks the protocol or leaves.
  connection.on('error', (error) => log.debug({ err: error }, 'a connection by SSH ended'));
  connection.on('authentication', async (context) => {
    if (context.method !== 'none') tries += 1;
    if (tries > TRIES) return void visit.socket.destroy();
    try {
      const found = await answerSignIn(context, ports.keys);
      if (found === null) return;
      holder = found;
      if (!visits.signIn(visit, found.caller?.id ?? `key ${found.key.id}`)) return void visit.socket.destroy();
      await ports.keys.note(found);
    } catch (error) {
      log.warn({ err: error }, 'a key could not be looked up');
      context.reject(['publickey']);
    }
  });
  const channels = new Set<Channel>();
  const served: Served = { ports, visit, channels, holder: () => holder as KeyHolder };
  connection.on('session', (accept, reject) => {
    if (holder === null || channels.size >= SESSIONS) return reject();
    const session = accept();
    if (session !== undefined) serveSession(served, session);
  });
  visit.socket.on('data', () => {
    for (const { readableLength } of channels) if (readableLength > UNREAD_BYTES) visit.socket.destroy();
  });
}

function serveSession(served: Served, session: Session): void {
  let gitProtocol: string | undefined;
  session.on('env', (accept, reject, { key, val }) => {
    if (key !== 'GIT_PROTOCOL' || val.length > GIT_PROTOCOL_MAX) return reject?.();
    gitProtocol = val;
    accept?.();
  });
  session.on('shell', (accept) => {
    const exchange = open(served, session, accept());
    exchange?.out.end(greeting(served.holder()));
  });
  session.on('exec', (accept, _reject, { command }) => {
    const channel = accept();
    const exchange = open(served, session, channel);
    if (channel !== undefined && exchange !== null) void execute(served, { channel, exchange, command, gitProtocol });
  });
}

/** Its streams; null where there are none, or none that work. */
function open({ ports, visit, channels }: Served, session: Session, channel: Channel | undefined): Exchange | null {
  if (channel === undefined) return null;
  if (channel.outgoing.packetSize < LEAST_PACKET_BYTES) {
    visit.socket.destroy();
    return null;
  }
  channel.on('error', () => {});
  channel.stderr.on('error', () => {});
  const out = new ChannelOut(channel, visit.socket);
  const body = requestBody(channel, undefined, ports.settings.maxPushBytes + HEAD_ROOM_BYTES);
  session.on('close', () => void out.destroy());
  channels.add(channel);
  out.once('close', () => {
    channels.delete(channel);
    body.destroy();
    // Unread bytes would keep it.
    channel.resume();
  });
  return visit.begin({ body, out, reads: true });
}

interface Command {
  channel: Channel;
  exchange: Exchange;
  command: string;
  gitProtocol: string | undefined;
}

async function execute({ ports, holder }: Served, { channel, exchange, command, gitProtocol }: Command): Promise<void> {
  const { out } = exchange;
  const gone = new AbortController();
  out.once('close', () => gone.abort());
  try {
    await runCommand(ports, { holder: holder(), command, gitProtocol, exchange, gone: gone.signal });
  } catch (error) {
    const words = wordsOf(error, ports.log);
    // In the midst of git's own protocol nobody reads words, and ssh2 may send twice what it holds.
    if (!out.hasSpoken) channel.stderr.write(words);
    out.exitCode = 1;
    out.end();
  }
}
