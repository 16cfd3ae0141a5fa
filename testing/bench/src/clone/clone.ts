import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Stack } from '@mosaic/platform/lifecycle';
import { gitWithToken } from '@mosaic/server/demo';

import { createBenchStack } from '../bench-stack.ts';
import { repeat, type BenchSettings, type Heading, type Measurement } from '../measurement.ts';
import { bareFolderOf, makeFixtureRepository, packAndCopy } from './fixture-repository.ts';
import { startGitHttpBackend } from './git-http-backend.ts';

const target = { of: 'ratio', bound: 'at most', value: 1.1 } as const;
const unit = 'ms';
const edge: Heading = { name: 'clone of 30 MB through the public address, against git http-backend behind nginx', unit, target };
const door: Heading = { name: "clone of 30 MB at the forge's own door, against git http-backend behind nginx", unit, target };

/** A place to clone from, by the name of its series. */
interface Source {
  name: 'edge' | 'door' | 'peer';
  url: string;
}

/** `git clone --bare` of the same bytes from three servers, in turn, each round beginning with another. */
export const clone: Measurement = {
  id: 'clone',
  headings: [edge, door],
  async measure(settings) {
    await using resources = new Stack();
    const folder = await mkdtemp(join(tmpdir(), 'mosaic-bench-clone-'));
    resources.defer(() => rm(folder, { recursive: true, force: true }));
    const stack = resources.use(await createBenchStack());
    settings.progress('making, pushing and packing the repository');
    const person = await stack.person('bench');
    const source = join(folder, 'source.git');
    await makeFixtureRepository(source);
    // Pushing to a repository that does not exist makes it, private.
    await person.git(source)('push', '--quiet', `${stack.edgeUrl}/bench/fixture.git`, 'main');
    const repository = await person.forge.getRepository('bench', 'fixture');
    if (repository === null) throw new Error('the pushed repository is not there');
    const copy = join(folder, 'served', 'bench', 'fixture.git');
    const { packMib, objects } = await packAndCopy(await bareFolderOf(stack.home, repository.id), copy);
    const peer = await startGitHttpBackend(join(folder, 'peer'), join(folder, 'served'));
    if (!('missing' in peer)) resources.use(peer);

    const sources: Source[] = [
      { name: 'edge', url: stack.edgeUrl },
      { name: 'door', url: `http://127.0.0.1:${stack.ports.forge}` },
      ...('missing' in peer ? [] : [{ name: 'peer' as const, url: peer.url }]),
    ];
    settings.progress(`cloning ${sources.length} × ${settings.warmUps + settings.rounds} times`);
    const series = await inTurn(settings, sources, async ({ url }) => {
      // The credential is bound to one address; git sends it with the first request.
      const git = gitWithToken(folder, { publicUrl: url, token: person.token });
      const startedAt = performance.now();
      await git('clone', '--quiet', '--bare', `${url}/bench/fixture.git`, 'clone.git');
      const elapsed = performance.now() - startedAt;
      await rm(join(folder, 'clone.git'), { recursive: true });
      return elapsed;
    });
    const note = `${packMib.toFixed(1)} MiB in ${objects} objects, one pack with a bitmap, byte for byte the same on both sides; ours checks a token, the peer nothing; git clone --bare, interleaved`;
    const theirs = 'missing' in peer ? peer : series.peer;
    return [
      { ...edge, ours: series.edge, peer: theirs, note },
      { ...door, ours: series.door, peer: theirs, note },
    ];
  },
};

/** The values of each source; whoever went first in one round goes last in the next. */
async function inTurn(
  settings: BenchSettings,
  sources: readonly Source[],
  once: (source: Source) => Promise<number>,
): Promise<Record<Source['name'], number[]>> {
  const series: Record<Source['name'], number[]> = { edge: [], door: [], peer: [] };
  let turn = 0;
  const rounds = await repeat(settings, async () => {
    const order = sources.map((_, index) => sources[(index + turn) % sources.length] as Source);
    turn += 1;
    const times: [Source['name'], number][] = [];
    for (const source of order) times.push([source.name, await once(source)]);
    return times;
  });
  for (const [name, elapsed] of rounds.flat()) series[name].push(elapsed);
  return series;
}
