import type { AddCommand } from './command.ts';

/** Every command, in the order that the help shows; a module is read only when its command is wanted. */
export const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  up: async () => (await import('./up.ts')).addUp,
  demo: async () => (await import('./demo.ts')).addDemo,
  status: async () => (await import('./status.ts')).addStatus,
  logs: async () => (await import('./logs.ts')).addLogs,
  doctor: async () => (await import('./doctor.ts')).addDoctor,
  down: async () => (await import('./down.ts')).addDown,
  open: async () => (await import('./open.ts')).addOpen,
  token: async () => (await import('./token.ts')).addToken,
  init: async () => (await import('./init.ts')).addInit,
  connect: async () => (await import('./connect.ts')).addConnect,
  event: async () => (await import('./event.ts')).addEvent,
  site: async () => (await import('./site.ts')).addSite,
  trace: async () => (await import('./trace.ts')).addTrace,
  test: async () => (await import('./test.ts')).addTest,
  check: async () => (await import('./check.ts')).addCheck,
  bench: async () => (await import('./bench.ts')).addBench,
  'git-credential': async () => (await import('./git-credential.ts')).addGitCredential,
};
