import { defineConfig } from 'vitest/config';

/** What is waited for on a busy machine; vitest's own 1 s fails there and tells nothing. */
const expect = { poll: { timeout: 10_000 } };

/** The rings of tests, from the smallest; `mosaic test --only unit,service` picks some. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          expect,
          name: 'unit',
          include: [
            '{contracts,platform,engines,services,apps,tools}/**/src/**/*.test.ts',
            'testing/{bench,fakes,mutants}/src/**/*.test.ts',
            'tools/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**'],
          // A busy machine is no failure; none of these takes a second on a quiet one.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          expect,
          name: 'service',
          include: ['{platform,engines,services,apps}/**/tests/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: ['testing/servers/src/store-server.ts'],
          setupFiles: ['testing/check-answers.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      { test: { expect, name: 'conformance', include: ['testing/conformance/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 } },
      {
        test: {
          expect,
          name: 'stack',
          include: ['testing/stack/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          expect,
          name: 'mutant',
          include: ['services/**/tests/**/*.test.ts', 'services/**/src/**/*-policy.test.ts', 'testing/conformance/*/*.test.ts'],
          exclude: ['**/node_modules/**'],
          setupFiles: ['testing/check-answers.ts', 'testing/mutants/src/setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          expect,
          name: 'e2e',
          include: ['testing/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
