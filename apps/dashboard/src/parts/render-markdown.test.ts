import { describe, expect, it } from 'vitest';

import { renderMarkdown } from './render-markdown.ts';

const BASE = { page: '/ada/hello/src/branch/main/docs/', raw: '/-/forge/api/v1/repos/ada/hello/raw/docs/', rawQuery: '?ref=main' };

describe('renderMarkdown', () => {
  it('drops what could act', async () => {
    const html = await renderMarkdown(
      '<script>alert(1)</script><a href="javascript:alert(1)" onclick="x()">x</a><iframe src="/"></iframe>',
      BASE,
    );
    expect(html).not.toMatch(/script|onclick|iframe/i);
  });

  it('leads relative links and pictures into the repository', async () => {
    const html = await renderMarkdown('[guide](../guide.md#top) ![plan](img/plan.png)', BASE);
    expect(html).toContain('href="/ada/hello/src/branch/main/guide.md#top"');
    expect(html).toContain('src="/-/forge/api/v1/repos/ada/hello/raw/docs/img/plan.png?ref=main"');
  });

  it('asks no foreign host for pictures', async () => {
    expect(await renderMarkdown('![badge](https://example.org/b.svg)', BASE)).not.toContain('example.org');
  });

  it('colours code for both schemes and escapes the rest', async () => {
    const html = await renderMarkdown('```ts\nconst a = 1;\n```\n\n```\n<b>\n```', null);
    expect(html).toContain('--shiki-dark');
    expect(html).toContain('&#60;b');
  });
});
