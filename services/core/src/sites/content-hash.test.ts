import { expect, test } from 'vitest';

import { contentHash } from './content-hash.ts';

test.each([
  ['assets/app.3f9a01bc.js', 'certain'],
  ['static/js/main.3f9a01bc.chunk.js', 'certain'],
  ['static/js/main.3f9a01bc.js.map', 'certain'],
  ['_next/static/chunks/framework-2c79e2a64abdb08b.js', 'certain'],
  ['assets/index-B3wrgT4a.css', 'certain'],
  ['assets/index-x9K_a-2Q.js', 'certain'],
  ['chunk-5QKZXE2A.js', 'certain'],
  ['_app/immutable/chunks/Bq1pAz_s.js', 'certain'],
  ['fonts/inter-latin-400-normal-C38fXH4l.woff2', 'certain'],
  // Words and hashes look alike here.
  ['assets/index-DiwrgTda.js', 'likely'],
  ['assets/icon-DarkMode.svg', 'likely'],
  ['assets/Level1Up.png', 'likely'],
  ['assets/MyApp2Go.png', 'likely'],
  ['index-xwc8cp7z.js', 'likely'],
  // Names that people give.
  ['assets/app.js', null],
  ['jquery-3.7.1.min.js', null],
  ['jquery-validate.js', null],
  ['holiday-DSC00123.jpg', null],
  ['report-20240101.png', null],
  ['photo-IMG20240.jpg', null],
  ['logo-FORMULA2.svg', null],
  ['bootstrap.bundle.min.js', null],
  ['service-worker.js', null],
  ['decade-facade.css', null],
  // What keeps its name is never taken for hashed.
  ['app.3f9a01bc.html', null],
  ['3f9a01bc', null],
  ['sitemap-3f9a01bc.xml', null],
  ['3f9a01bc/app.js', null],
])('%s: %s', (path, expected) => {
  expect(contentHash(path)).toBe(expected);
});
