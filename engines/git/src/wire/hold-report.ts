import { MosaicError } from '@mosaic/platform/errors';

import { isDiskFull } from '../process/git-error.ts';
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

/**
 * Passes receive-pack's answer on, but keeps the report (and the final flush) until `settle` has resolved: a client that
 * reads "ok" can rely on what the server has written down about the push. Progress (sideband 2) and keep-alives pass at once.
 * Without side-band-64k the whole answer is the report. When `settle` rejects, so does the iteration and no report is sent.
 * Where git's own words name `gitDir`, a folder of the server, the client reads "." instead.
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
  yield* holdBand(output, Buffer.from(gitDir).toString('latin1'), settle);
}

async function* holdBand(output: AsyncIterable<Buffer>, folder: string, settle: Settle): AsyncGenerator<Buffer, void> {
  const decoder = new PktDecoder();
  const report = new Held();
  let ended = false;
  let isFull = false;
  for await (const chunk of output) {
    decoder.feed(chunk);
    const passed: Buffer[] = [];
    for (let packet = decoder.next(); packet !== null; packet = decoder.next()) {
      if (packet.kind === 'flush') ended = true;
      if (packet.kind !== 'data') continue;
      // An empty band-1 packet is git's keep-alive (receive.keepAlive).
      if (packet.data[0] === 1 && packet.data.length > 1) report.add(packet.data.subarray(1));
      else {
        const words = packet.data.toString('latin1');
        isFull ||= isDiskFull(words);
        passed.push(encodePkt(words.includes(folder) ? Buffer.from(words.replaceAll(folder, '.'), 'latin1') : packet.data));
      }
    }
    if (passed.length > 0) yield Buffer.concat(passed);
  }
  const { remoteLines = [], refused = [] } = await settle(parseReportStatus(report.bytes()));
  const answer = encodeBand(1, withRefused(report.bytes(), refused));
  yield Buffer.concat([encodeRemoteLines([...(isFull ? [DISK_FULL] : []), ...remoteLines]), answer, ...(ended ? [FLUSH_PKT] : [])]);
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
