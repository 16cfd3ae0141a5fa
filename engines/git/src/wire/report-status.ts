import { FLUSH_PKT, PKT_MAX_PAYLOAD, decodePkts, encodePkt } from './pkt-line.ts';
import type { PushRequest } from './push-request.ts';

/** What receive-pack says about a push. */
export interface ReportStatus {
  /** "ok", or why the pack was refused. */
  unpack: string;
  refs: readonly RefStatus[];
}

export interface RefStatus {
  ref: string;
  /** null when the ref was updated. */
  refused: string | null;
}

/** Reads a report (gitprotocol-pack(5), report-status and report-status-v2); null when the bytes are not one. */
export function parseReportStatus(bytes: Uint8Array): ReportStatus | null {
  const refs: RefStatus[] = [];
  let unpack: string | null = null;
  for (const packet of packetsOrNone(bytes)) {
    if (packet.kind !== 'data') break;
    const [word, rest] = split(packet.data.toString('utf8').replace(/\n$/, ''));
    if (word === 'unpack') unpack = rest;
    else if (word === 'ok') refs.push({ ref: rest, refused: null });
    else if (word === 'ng') {
      const [ref, reason] = split(rest);
      refs.push({ ref, refused: reason === '' ? 'failed' : reason });
    }
  }
  return unpack === null ? null : { unpack, refs };
}

function packetsOrNone(bytes: Uint8Array) {
  try {
    return decodePkts(bytes);
  } catch {
    return [];
  }
}

function split(line: string): [string, string] {
  const space = line.indexOf(' ');
  return space === -1 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
}

/** Largest portion of one sideband packet: one byte names the band. */
const BAND_MAX = PKT_MAX_PAYLOAD - 1;

/** Wraps bytes into sideband packets. */
export function encodeBand(band: 1 | 2 | 3, bytes: Uint8Array): Buffer {
  const packets: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += BAND_MAX) {
    packets.push(encodePkt(Buffer.concat([Buffer.from([band]), bytes.subarray(at, at + BAND_MAX)])));
  }
  return Buffer.concat(packets);
}

/** Lines that the client shows behind "remote: "; control characters are dropped, so that nothing can drive a terminal. */
export function encodeRemoteLines(lines: readonly string[]): Buffer {
  if (lines.length === 0) return Buffer.alloc(0);
  // oxlint-disable-next-line no-control-regex -- these are what must not pass
  const clean = lines.map((line) => line.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' '));
  return encodeBand(2, Buffer.from(`${clean.join('\n')}\n`));
}

/**
 * The complete answer to a push that we refuse ourselves: every command `ng` with its reason, as git would say it, so that
 * the user reads "! [remote rejected] main -> main (reason)". The caller has read the request to its end before.
 */
export function refusePush(
  push: Pick<PushRequest, 'commands' | 'capabilities'>,
  reason: (ref: string) => string,
  remoteLines: readonly string[] = [],
): Buffer {
  const reports = push.capabilities.some((word) => word === 'report-status' || word === 'report-status-v2');
  const lines = [
    'unpack ok',
    ...push.commands.map(
      ({ ref }) =>
        `ng ${ref} ${reason(ref)
          .replace(/[\r\n]+/g, ' ')
          .slice(0, 1_000)}`,
    ),
  ];
  const report = reports ? Buffer.concat([...lines.map((line) => encodePkt(`${line}\n`)), FLUSH_PKT]) : Buffer.alloc(0);
  if (!push.capabilities.includes('side-band-64k')) return report;
  return Buffer.concat([encodeRemoteLines(remoteLines), encodeBand(1, report), FLUSH_PKT]);
}
