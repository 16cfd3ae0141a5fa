import { BACKENDS } from '../src/index.ts';
import { RecordingPeer, run } from './recording-peer.ts';
import { assign, script } from './workflows.ts';

/** A server that a test kills while its step sleeps and the next one waits. Arguments: work root, hidden home, the seconds to sleep as a marker, a port that steps reach. */
const [workRoot, home, marker, port] = process.argv.slice(2) as [string, string, string, string | undefined];
const peer = new RecordingPeer();
const backend = BACKENDS.local({ workRoot, hiddenPaths: [home], network: { doors: port === undefined ? [] : [Number(port)] } });
const running = run(peer, backend, assign(script({ a: `setsid sleep ${marker} & echo up; sleep ${marker}`, b: 'echo never' })));
await peer.line((data) => data === 'up');
process.stdout.write('up\n');
await running;
