import { parentPort } from 'node:worker_threads';

import type { CompileInput } from './compile-input.ts';
import { compilePipeline } from './compile-pipeline.ts';

/** The thread's side of {@link PipelineCompiler}: one input in, one result out. It says `ready` once all is loaded. */
const port = parentPort;
if (port === null) throw new Error('compile-worker.ts runs as a worker thread only');
port.on('message', (input: CompileInput) => port.postMessage({ result: compilePipeline(input) }));
port.postMessage({ ready: true });
