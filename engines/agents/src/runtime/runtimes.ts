import type { HostedRuntimeName } from '@mosaic/contracts/mosaic';

import type { AgentRuntime } from './agent-runtime.ts';
import { builtinRuntime } from './builtin-runtime.ts';

/** Every runtime of the platform by the name that an agent's row has; the type says when one is missing. */
export const RUNTIMES: Readonly<Record<HostedRuntimeName, AgentRuntime>> = { 'built-in': builtinRuntime };
