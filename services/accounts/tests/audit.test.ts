import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, test } from 'vitest';

import {
  createPrincipal,
  createToken,
  type EventPage,
  getSystem,
  listAudit,
  type NativeCalls,
  verifyAudit,
} from '@mosaic/contracts/mosaic';
import { createSend } from '@mosaic/platform/http';

import { startAccounts, type AccountsHarness } from './harness.ts';

async function rootOf(stage: AccountsHarness): Promise<NativeCalls> {
  return stage.as((await stage.signIn()).split('=')[1] as string);
}

async function recordsOf(client: NativeCalls, count: number) {
  await expect.poll(async () => (await client.call(listAudit, { query: { limit: 500 } })).records.length).toBeGreaterThanOrEqual(count);
  return (await client.call(listAudit, { query: { limit: 500 } })).records;
}

describe('the audit', () => {
  test('records every write of accounts, without secrets', async () => {
    await using stage = await startAccounts();
    const root = await rootOf(stage);
    const made = await root.call(createToken, { body: { name: 'laptop', doors: ['forge'], grants: ['forge:repository:read'] } });
    await root.call(createPrincipal, { body: { login: 'ada', password: 'a long enough one' } });
    await stage.signIn('ada', 'wrong').catch(() => undefined);
    await expect
      .poll(async () => (await root.call(listAudit, { query: { limit: 500 } })).records.map(({ data }) => data['operation']))
      .toContain('sign-in');
    const records = (await root.call(listAudit, { query: { limit: 500 } })).records;
    expect(records.map(({ type }) => type)).toEqual(expect.arrayContaining(['dev.mosaic.token.created', 'dev.mosaic.session.created']));
    expect(records.find(({ type }) => type === 'dev.mosaic.token.created')).toMatchObject({ actor: 'root', source: 'accounts' });
    const text = JSON.stringify(records);
    expect(text).not.toContain(made.token);
    expect(text).not.toContain('a long enough one');
  });

  test('is read from the newest back', async () => {
    await using stage = await startAccounts();
    const root = await rootOf(stage);
    const oldestFirst = (await recordsOf(root, 8)).map(({ seq }) => seq);
    const newest = await root.call(listAudit, { query: { order: 'desc', limit: 3 } });
    const top = newest.records[0]?.seq ?? 0;
    expect(top).toBeGreaterThanOrEqual(oldestFirst.at(-1) ?? 0);
    expect(newest.records.map(({ seq }) => seq)).toEqual([top, top - 1, top - 2]);
    expect(newest.last).toBe(top - 2);
    const earlier = await root.call(listAudit, { query: { order: 'desc', before: newest.last, limit: 500 } });
    expect(earlier.records.map(({ seq }) => seq)).toEqual(oldestFirst.filter((seq) => seq < newest.last).toReversed());
    expect((await root.call(listAudit, { query: { order: 'desc', before: 1 } })).records).toEqual([]);
  });

  test('is for administrators', async () => {
    await using stage = await startAccounts();
    const root = await rootOf(stage);
    await root.call(createPrincipal, { body: { login: 'ada', password: 'a long enough one' } });
    const ada = stage.as((await stage.signIn('ada', 'a long enough one')).split('=')[1] as string);
    await expect(ada.call(listAudit, {})).rejects.toMatchObject({ status: 403 });
    await expect(ada.call(verifyAudit, {})).rejects.toMatchObject({ status: 403 });
    await expect(ada.call(getSystem, {})).rejects.toMatchObject({ status: 403 });
  });

  test.each([
    ['an altered record', 'UPDATE audit_records SET actor = ? WHERE seq = 5', ['nobody'], 5],
    ['altered data', `UPDATE audit_records SET data = ? WHERE seq = 3`, ['{}'], 3],
    ['a record taken out', 'DELETE FROM audit_records WHERE seq = ?', [4], 4],
    ['a link mended by hand', 'UPDATE audit_records SET hash = ? WHERE seq = 6', ['f'.repeat(64)], 6],
  ])('tells %s by its number', async (_what, statement, values, brokenAt) => {
    await using stage = await startAccounts();
    const root = await rootOf(stage);
    await recordsOf(root, 8);
    expect(await root.call(verifyAudit, {})).toMatchObject({ intact: true, brokenAt: null });
    await stage.store.rows(statement, ...values);
    expect(await root.call(verifyAudit, {})).toMatchObject({ intact: false, brokenAt });
  });

  test('tells a tail that was cut off', async () => {
    await using stage = await startAccounts();
    const root = await rootOf(stage);
    const records = await recordsOf(root, 8);
    const cut = (records.at(-1)?.seq ?? 0) - 1;
    await stage.store.rows('DELETE FROM audit_records WHERE seq >= ?', cut);
    expect(await root.call(verifyAudit, {})).toMatchObject({ intact: false, brokenAt: cut });
  });

  test('follows the other services, each event once, though two feeds tell of it and accounts starts again', async () => {
    const event = {
      seq: 1,
      id: 'e0a1',
      source: 'forge',
      type: 'dev.mosaic.ref.updated',
      subject: 'ada/hello',
      time: 1,
      traceId: 'f'.repeat(32),
      actor: 'ada',
      data: { title: 'x'.repeat(10_000) },
    };
    const server = createServer((request, response) => {
      const after = Number(new URL(request.url ?? '', 'http://x').searchParams.get('after'));
      const page: EventPage = after === 0 ? { events: [event], last: 1 } : { events: [], last: after };
      const answer = () => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(page));
      // A feed without news holds its answer; this one until the reader goes.
      if (after === 0) answer();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const send = createSend({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    try {
      await using stage = await startAccounts({ feeds: { forge: send, mcp: send } });
      await expect.poll(async () => (await pushes(stage)).length).toBe(1);
      await stage.restart();
      const found = await pushes(stage);
      expect(found).toMatchObject([{ eventId: 'e0a1', source: 'forge', actor: 'ada', data: { omitted: true } }]);
      expect(await (await rootOf(stage)).call(verifyAudit, {})).toMatchObject({ intact: true });
    } finally {
      server.closeAllConnections();
      server.close();
      await send[Symbol.asyncDispose]();
    }
  });
});

async function pushes(stage: AccountsHarness) {
  const { records } = await (await rootOf(stage)).call(listAudit, { query: { limit: 500 } });
  return records.filter(({ type }) => type === 'dev.mosaic.ref.updated');
}
