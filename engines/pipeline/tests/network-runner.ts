import { BACKENDS, type NetworkKind } from '../src/index.ts';
import { RecordingPeer, run } from './recording-peer.ts';
import { assign, script } from './workflows.ts';

/** Tells what network a step gets where this runs, and what becomes of it. Arguments: work root, a port as a marker, the network asked for. */
const [workRoot = '', port, wanted] = process.argv.slice(2);
await using backend = BACKENDS.local({
  workRoot,
  hiddenPaths: [],
  network: { doors: [Number(port)], wanted: wanted === undefined ? undefined : (wanted as NetworkKind) },
});
const words = await backend.describe();
const peer = new RecordingPeer();
await run(peer, backend, assign(script({ a: 'echo ran' })));
process.stdout.write(JSON.stringify({ words, hasRun: peer.text('a').includes('\nran'), error: peer.final?.error ?? '' }));
