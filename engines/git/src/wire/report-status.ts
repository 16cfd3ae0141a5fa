import { bytesOfText, textOfBytes } from '@mosaic/contracts/wire';

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
    const [word, rest] = split(textOfBytes(packet.data).replace(/\n$/, ''));
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

/** For whoever pushes: git's own words for it name a file at most. */
export const DISK_FULL = "The server's disk is full; nothing was taken. Push again when whoever runs it has made room.";

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
  return encodeBand(2, cleanLines(lines));
}

function cleanLines(lines: readonly string[]): Buffer {
  // oxlint-disable-next-line no-control-regex -- these are what must not pass
  const clean = lines.map((line) => line.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' '));
  return Buffer.from(`${clean.join('\n')}\n`);
}

/** A report (see {@link parseReportStatus}) with further refused refs at its end; one without any bytes stays so. */
export function withRefused(report: Buffer, refused: readonly RefStatus[]): Buffer {
  if (report.length === 0 || refused.length === 0) return report;
  const ended = report.subarray(-FLUSH_PKT.length).equals(FLUSH_PKT);
  const lines = ended ? report.subarray(0, -FLUSH_PKT.length) : report;
  return Buffer.concat([lines, ...refused.map(encodeRefused), FLUSH_PKT]);
}

/** A reason is cut where the packet would be too long; the ref stays whole, since the client looks for it. */
function encodeRefused({ ref, refused }: RefStatus): Buffer {
  const reason = (refused ?? '').replace(/[\r\n]+/g, ' ').slice(0, 1_000);
  return encodePkt(Buffer.concat([bytesOfText(`ng ${ref} ${reason}`).subarray(0, PKT_MAX_PAYLOAD - 1), Buffer.from('\n')]));
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
  const refused = push.commands.map(({ ref }) => ({ ref, refused: reason(ref) }));
  const report = reportsStatus(push) ? withRefused(encodePkt('unpack ok\n'), refused) : Buffer.alloc(0);
  if (!banded(push)) return report;
  return Buffer.concat([encodeRemoteLines(remoteLines), encodeBand(1, report), FLUSH_PKT]);
}

/** The complete answer to a push of which nothing can be taken, whatever its refs are: "remote: words", and git gives up. */
export function failPush(push: Pick<PushRequest, 'capabilities'>, words: string): Buffer {
  if (banded(push)) return Buffer.concat([encodeBand(3, cleanLines([words]).subarray(0, -1)), FLUSH_PKT]);
  return reportsStatus(push)
    ? Buffer.concat([encodePkt(Buffer.concat([Buffer.from('unpack '), cleanLines([words])])), FLUSH_PKT])
    : Buffer.alloc(0);
}

function reportsStatus({ capabilities }: Pick<PushRequest, 'capabilities'>): boolean {
  return capabilities.some((word) => word === 'report-status' || word === 'report-status-v2');
}

function banded({ capabilities }: Pick<PushRequest, 'capabilities'>): boolean {
  return capabilities.includes('side-band-64k');
}
