import { createProgram } from './program.ts';

// The pack is a script (docs/adr/007-what-people-run-is-packed.md), which awaits nothing at its top.
void createProgram()
  .run(process.argv.slice(2))
  .then((code) => {
    process.exitCode = code;
  });
