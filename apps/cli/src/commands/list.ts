import type { AddCommand } from './command.ts';
import { addBench } from './bench.ts';
import { addCheck } from './check.ts';
import { addConnect } from './connect.ts';
import { addDemo } from './demo.ts';
import { addDoctor } from './doctor.ts';
import { addDown } from './down.ts';
import { addGitCredential } from './git-credential.ts';
import { addInit } from './init.ts';
import { addLogs } from './logs.ts';
import { addOpen } from './open.ts';
import { addStatus } from './status.ts';
import { addTest } from './test.ts';
import { addToken } from './token.ts';
import { addTrace } from './trace.ts';
import { addUp } from './up.ts';

/** Every command, in the order that the help shows. */
export const COMMANDS: readonly AddCommand[] = [
  addUp,
  addDemo,
  addStatus,
  addLogs,
  addDoctor,
  addDown,
  addOpen,
  addToken,
  addInit,
  addConnect,
  addTrace,
  addTest,
  addCheck,
  addBench,
  addGitCredential,
];
