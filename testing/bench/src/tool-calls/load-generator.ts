import { createInterface } from 'node:readline';

import { Pool } from 'undici';

import { quantile } from '../statistics.ts';
import type { LoadAnswer, LoadJob } from './load-job.ts';

/** A program of its own, so that it shares no event loop with what it loads: one job a line in, one answer a line out. */
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await load(JSON.parse(line) as LoadJob))}\n`);
}

/** Keeps every connection busy with one call at a time; a call that is refused or fails ends the run. */
async function load({ origin, path, headers, body, connections, warmUpSeconds, seconds }: LoadJob): Promise<LoadAnswer> {
  await using pool = disposable(new Pool(origin, { connections, pipelining: 1 }));
  const startAt = performance.now() + warmUpSeconds * 1000;
  const endAt = startAt + seconds * 1000;
  const perSecond = Array.from({ length: seconds }, () => 0);
  const latencies: number[] = [];
  let calls = 0;
  const keepCalling = async () => {
    for (let now = performance.now(); now < endAt;) {
      const begun = now;
      const response = await pool.request({ method: 'POST', path, headers, body });
      const text = await response.body.text();
      if (response.statusCode !== 200 || !text.includes('"structuredContent"') || text.includes('"isError":true')) {
        throw new Error(`the call was answered with ${response.statusCode}: ${text.slice(0, 500)}`);
      }
      now = performance.now();
      calls += 1;
      if (now < startAt || now >= endAt) continue;
      perSecond[Math.floor((now - startAt) / 1000)]! += 1;
      latencies.push(now - begun);
    }
  };
  await Promise.all(Array.from({ length: connections }, keepCalling));
  return { perSecond, calls, p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99) };
}

function disposable(pool: Pool): Pool & AsyncDisposable {
  return Object.assign(pool, { [Symbol.asyncDispose]: () => pool.close() });
}
