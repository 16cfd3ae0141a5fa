import { expect, it } from 'vitest';

import { holdReport, type Settled } from './hold-report.ts';
import { FLUSH_PKT, decodePkts, encodePkt } from './pkt-line.ts';
import { DISK_FULL, encodeBand, encodeRemoteLines, failPush, parseReportStatus, refusePush } from './report-status.ts';

const REPORT = Buffer.concat([
  encodePkt('unpack ok\n'),
  encodePkt('ok refs/heads/main\n'),
  encodePkt('ng refs/heads/x protected branch\n'),
  FLUSH_PKT,
]);
const PROGRESS = encodeBand(2, Buffer.from('Resolving deltas\r'));
const KEEP_ALIVE = encodePkt(Buffer.of(1));
const ANSWER = Buffer.concat([PROGRESS, KEEP_ALIVE, encodeBand(1, REPORT), FLUSH_PKT]);

const BANDED = { sideBand: true, gitDir: '/srv/data/1.git' };
const PLAIN = { ...BANDED, sideBand: false };

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

it('passes progress at once and keeps the report until it is settled', async () => {
  let release: (settled: Settled) => void = () => {};
  let seen: unknown;
  const held = holdReport(pieces(ANSWER, 1), BANDED, (report) => {
    seen = report;
    return new Promise((resolve) => (release = resolve));
  });
  expect((await held.next()).value).toEqual(PROGRESS);
  expect((await held.next()).value).toEqual(KEEP_ALIVE);
  let arrived = false;
  const last = held.next().then((result) => {
    arrived = true;
    return result;
  });
  while (seen === undefined) await new Promise((resolve) => setImmediate(resolve));
  expect(arrived).toBe(false);
  expect(seen).toEqual({
    unpack: 'ok',
    refs: [
      { ref: 'refs/heads/main', refused: null },
      { ref: 'refs/heads/x', refused: 'protected branch' },
    ],
  });
  release({ remoteLines: ['Journey: http://localhost\u001b[31m'] });
  expect((await last).value).toEqual(
    Buffer.concat([encodeRemoteLines(['Journey: http://localhost [31m']), encodeBand(1, REPORT), FLUSH_PKT]),
  );
  expect((await held.next()).done).toBe(true);
});

it('gives the same bytes wherever the answer is cut', async () => {
  for (let size = 1; size <= ANSWER.length; size++) {
    const out: Buffer[] = [];
    for await (const bytes of holdReport(pieces(ANSWER, size), BANDED, async () => ({}))) out.push(bytes);
    expect(Buffer.concat(out)).toEqual(ANSWER);
  }
});

it('holds the whole answer without side-band', async () => {
  const order: string[] = [];
  for await (const bytes of holdReport(pieces(REPORT, 5), PLAIN, async (report) => (order.push(`settle ${report?.refs.length}`), {})))
    order.push(bytes.toString());
  expect(order).toEqual(['settle 2', REPORT.toString()]);
});

it.each([true, false])('adds refs that git was not asked for (side-band %s)', async (banded) => {
  const refused = [{ ref: 'refs/pull/caf\udce9', refused: 'not\nhere' }];
  const out: Buffer[] = [];
  for await (const bytes of holdReport(pieces(banded ? ANSWER : REPORT, 7), banded ? BANDED : PLAIN, async () => ({ refused })))
    out.push(bytes);
  const [inner] = decodePkts(Buffer.concat(out)).flatMap((pkt) =>
    pkt.kind === 'data' && pkt.data[0] === 1 && pkt.data.length > 1 ? [pkt.data.subarray(1)] : [],
  );
  expect(parseReportStatus(banded ? (inner as Buffer) : Buffer.concat(out))).toEqual({
    unpack: 'ok',
    refs: [
      { ref: 'refs/heads/main', refused: null },
      { ref: 'refs/heads/x', refused: 'protected branch' },
      { ref: 'refs/pull/caf\udce9', refused: 'not here' },
    ],
  });
});

it('settles with null when git ends without a report, and sends none when settling fails', async () => {
  const reports: unknown[] = [];
  for await (const _bytes of holdReport(pieces(PROGRESS, 100), BANDED, async (report) => (reports.push(report), {})));
  expect(reports).toEqual([null]);
  const out: Buffer[] = [];
  const read = async () => {
    for await (const bytes of holdReport(pieces(ANSWER, 100_000), BANDED, () => Promise.reject(new Error('database gone'))))
      out.push(bytes);
  };
  await expect(read()).rejects.toThrow('database gone');
  expect(Buffer.concat(out).includes('unpack ok')).toBe(false);
});

it('reads reports with options, failures and noise', () => {
  const v2 = [encodePkt('unpack ok\n'), encodePkt('ok refs/for/main\n'), encodePkt('option refname refs/pull/1/head\n'), FLUSH_PKT];
  expect(parseReportStatus(Buffer.concat(v2))?.refs).toEqual([{ ref: 'refs/for/main', refused: null }]);
  expect(parseReportStatus(encodePkt('unpack index-pack abnormal exit\n'))?.unpack).toBe('index-pack abnormal exit');
  expect(parseReportStatus(Buffer.from('nonsense'))).toBeNull();
});

it('refuses a push in the form that the client asked for', () => {
  const commands = [{ oldId: '', newId: '', ref: 'refs/heads/main' }];
  const plain = refusePush({ commands, capabilities: ['report-status'] }, () => 'no\nway');
  expect(parseReportStatus(plain)).toEqual({ unpack: 'ok', refs: [{ ref: 'refs/heads/main', refused: 'no way' }] });
  const banded = decodePkts(refusePush({ commands, capabilities: ['report-status-v2', 'side-band-64k'] }, () => 'no', ['hello']));
  expect(banded.map((packet) => (packet.kind === 'data' ? packet.data[0] : packet.kind))).toEqual([2, 1, 'flush']);
  expect(refusePush({ commands, capabilities: [] }, () => 'no')).toHaveLength(0);
});

it('fails a push as a whole in the form that the client asked for', () => {
  expect(decodePkts(failPush({ capabilities: ['side-band-64k'] }, 'no\nway'))[0]).toMatchObject({ data: Buffer.from('\u0003no way') });
  expect(failPush({ capabilities: ['report-status'] }, 'no').toString()).toBe('000eunpack no\n0000');
  expect(failPush({ capabilities: [] }, 'no')).toHaveLength(0);
});

it.each([1, 20, 128, 5_000])('shows no folder of the server in git’s words, of packets of %i bytes', async (size) => {
  const say = (folder: string) => `error: ${folder}/objects/ab is empty\nfatal: in ${folder} or '/tmp/x'\rcaf\xe9`;
  const sent: Buffer[] = [];
  for await (const piece of pieces(Buffer.from(say(BANDED.gitDir), 'latin1'), size)) sent.push(encodeBand(2, piece));
  const out: Buffer[] = [];
  for await (const bytes of holdReport(pieces(Buffer.concat([...sent, ANSWER]), 100), BANDED, async () => ({}))) out.push(bytes);
  const told = decodePkts(Buffer.concat(out)).flatMap((pkt) => (pkt.kind === 'data' && pkt.data[0] === 2 ? [pkt.data.subarray(1)] : []));
  const words = Buffer.from(`${say('.')}Resolving deltas\r`, 'latin1').toString('latin1');
  expect(Buffer.concat(told).toString('latin1')).toBe(words.replace('/tmp/x', Buffer.from('…').toString('latin1')));
});

it('knows a full disk wherever git’s words are cut', async () => {
  const words = Buffer.from('fatal: write error: No space left on device\n');
  for (let at = 1; at < words.length; at++) {
    const full = Buffer.concat([encodeBand(2, words.subarray(0, at)), encodeBand(2, words.subarray(at)), ANSWER]);
    const out: Buffer[] = [];
    for await (const bytes of holdReport(pieces(full, 100), BANDED, async () => ({}))) out.push(bytes);
    expect(Buffer.concat(out).toString()).toContain(DISK_FULL);
  }
});
