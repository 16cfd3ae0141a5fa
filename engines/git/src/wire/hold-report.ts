import { bytesOfText, textOfBytes } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

import { isDiskFull, stripPaths } from '../process/git-error.ts';
import { FLUSH_PKT, PktDecoder, encodePkt } from './pkt-line.ts';
import {
  DISK_FULL,
  encodeBand,
  encodeRemoteLines,
  parseReportStatus,
  withRefused,
  type RefStatus,
  type ReportStatus,
} from './report-status.ts';

/** What the caller adds when it lets the report go. */
export interface Settled {
  /** Shown as "remote: …" above the report. */
  remoteLines?: readonly string[];
  /** Refs that git was not asked for; they stand in the report with their reasons. */
  refused?: readonly RefStatus[];
}

/**
 * Called once with what git reports, before the client learns of it. null: the client asked for no report, or git ended
 * without one; the refs tell what happened.
 */
export type Settle = (report: ReportStatus | null) => Promise<Settled>;

/** 2,000 commands with long names and reasons stay below it. */
const REPORT_MAX_BYTES = 8 * 1024 * 1024;
/** A line of git's is a few hundred bytes; a longer one is passed on in parts. */
const LINE_MAX_BYTES = 16 * 1024;

/**
 * Passes receive-pack's answer on, but keeps the report (and the final flush) until `settle` has resolved: a client that
 * reads "ok" can rely on what the server has written down about the push. Progress (sideband 2) and keep-alives pass at once.
 * Without side-band-64k the whole answer is the report. When `settle` rejects, so does the iteration and no report is sent.
 * Git's own words pass line by line and name no folder of the server: `gitDir`, as the system resolves it, is told as ".".
 */
export async function* holdReport(
  output: AsyncIterable<Buffer>,
  { sideBand, gitDir }: { sideBand: boolean; gitDir: string },
  settle: Settle,
): AsyncGenerator<Buffer, void> {
  if (!sideBand) {
    const held = new Held();
    for await (const chunk of output) held.add(chunk);
    const { refused = [] } = await settle(parseReportStatus(held.bytes()));
    if (held.size > 0) yield withRefused(held.bytes(), refused);
    return;
  }
  yield* holdBand(output, gitDir, settle);
}

async function* holdBand(output: AsyncIterable<Buffer>, folder: string, settle: Settle): AsyncGenerator<Buffer, void> {
  const decoder = new PktDecoder();
  const report = new Held();
  const words = new Words(folder);
  let ended = false;
  for await (const chunk of output) {
    decoder.feed(chunk);
    const passed: Buffer[] = [];
    for (let packet = decoder.next(); packet !== null; packet = decoder.next()) {
      if (packet.kind === 'flush') ended = true;
      if (packet.kind !== 'data') continue;
      // An empty band-1 packet is git's keep-alive (receive.keepAlive).
      if (packet.data[0] !== 1) passed.push(words.add(packet.data));
      else if (packet.data.length > 1) report.add(packet.data.subarray(1));
      else passed.push(encodePkt(packet.data));
    }
    const bytes = Buffer.concat(passed);
    if (bytes.length > 0) yield bytes;
  }
  const last = words.end();
  const { remoteLines = [], refused = [] } = await settle(parseReportStatus(report.bytes()));
  const answer = encodeBand(1, withRefused(report.bytes(), refused));
  const lines = encodeRemoteLines([...(words.tellFull ? [DISK_FULL] : []), ...remoteLines]);
  yield Buffer.concat([last, lines, answer, ...(ended ? [FLUSH_PKT] : [])]);
}

/**
 * What git says beside the report. It arrives in packets of 128 bytes, which cut a path or a reason anywhere, so only whole lines
 * are looked at and passed on; progress ends in CR.
 */
class Words {
  tellFull = false;
  #band: 2 | 3 = 2;
  #rest = '';
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** One packet with its band in front; answers what may pass. */
  add(data: Buffer): Buffer {
    this.#band = data[0] === 3 ? 3 : 2;
    this.#rest += data.toString('latin1', 1);
    const end = Math.max(this.#rest.lastIndexOf('\n'), this.#rest.lastIndexOf('\r')) + 1;
    return this.#pass(end === 0 && this.#rest.length > LINE_MAX_BYTES ? this.#rest.length : end);
  }

  /** What stands behind the last line. */
  end(): Buffer {
    return this.#pass(this.#rest.length);
  }

  #pass(length: number): Buffer {
    const lines = this.#rest.slice(0, length);
    this.#rest = this.#rest.slice(length);
    this.tellFull ||= isDiskFull(lines);
    const words = textOfBytes(Buffer.from(lines, 'latin1')).replaceAll(this.#folder, '.');
    return encodeBand(this.#band, bytesOfText(stripPaths(words)));
  }
}

class Held {
  size = 0;
  readonly #chunks: Buffer[] = [];

  add(chunk: Buffer): void {
    this.size += chunk.length;
    if (this.size > REPORT_MAX_BYTES)
      throw new MosaicError('too_large', 'git reported more about the push than the limit allows; push fewer refs at once.');
    this.#chunks.push(chunk);
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}
