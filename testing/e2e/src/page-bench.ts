import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';

import { openBrowser } from './browser.ts';
import { FakeDoors } from './fake-doors.ts';
import { answerBasics } from './fake-things.ts';

/** What each test of {@link describePages} has for itself. */
interface PageBench {
  readonly doors: FakeDoors;
  readonly page: Page;
}

/** Tests of the built pages in a browser, over doors that answer as each test says. */
export function describePages(name: string, tests: (bench: PageBench) => void): void {
  describe(name, async () => {
    const browser = await openBrowser();
    describe.skipIf(browser === null)('over doors that answer as the test says', () => {
      const bench = {} as { -readonly [K in keyof PageBench]: PageBench[K] };
      beforeAll(() => {
        if (!existsSync(join(import.meta.dirname, '../../../apps/dashboard/dist/index.html')))
          throw new Error('the dashboard is not built; run: ./mosaic test --only e2e');
      });
      beforeEach(async () => {
        bench.doors = await FakeDoors.open();
        answerBasics(bench.doors);
        const context = await (browser as Browser).newContext({ baseURL: bench.doors.url, reducedMotion: 'reduce' });
        context.setDefaultTimeout(15_000);
        bench.page = await context.newPage();
      });
      afterEach(async () => {
        await bench.page.context().close();
        await bench.doors[Symbol.asyncDispose]();
      });
      afterAll(() => browser?.close());
      tests(bench);
    });
  });
}
