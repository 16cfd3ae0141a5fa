import { createProgram } from './program.ts';

// What Node says of a module that waits for what never comes. The pack is a script (docs/adr/007-what-people-run-is-packed.md),
// which awaits nothing at its top, and Node would call such an end a success.
process.exitCode = 13;
void createProgram()
  .run(process.argv.slice(2))
  .then((code) => {
    process.exitCode = code;
  });
