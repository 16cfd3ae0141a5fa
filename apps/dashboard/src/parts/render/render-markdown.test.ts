import { describe, expect, it } from 'vitest';

import type { MarkdownBase } from './markdown-links.ts';
import { MARKUP_LIMIT, renderMarkdown, SOURCE_LIMIT } from './render-markdown.ts';

const DOCS: MarkdownBase = { owner: 'ada', repo: 'hello', kind: 'tag', ref: 'rel/1.0', commit: 'c0ffee', folder: 'docs', isFile: true };
const ISSUE: MarkdownBase = { owner: 'ada', repo: 'hello', kind: 'branch', ref: 'main', commit: '', folder: '', isFile: false };
const RAW = '/-/forge/api/v1/repos/ada/hello/raw';
const AT = '/ada/hello/src/tag/rel/1.0';

const hrefOf = async (link: string, base: MarkdownBase | null): Promise<string | undefined> =>
  /<a href="([^"]*)"/.exec(await renderMarkdown(`[x](${link})`, base))?.[1];
const sourceOf = async (source: string, base: MarkdownBase | null): Promise<string | undefined> =>
  /<img[^>]* src="([^"]*)"/.exec(await renderMarkdown(`![x](${source})`, base))?.[1];

describe('where links lead', () => {
  it.each([
    ['guide.md', `${AT}/docs/guide.md`],
    ['./guide.md?plain=1#L3', `${AT}/docs/guide.md?plain=1#L3`],
    ['../src/a%20b.ts', `${AT}/src/a%20b.ts`],
    ['<a b.md>', `${AT}/docs/a%20b.md`],
    ['/CONTRIBUTING.md', `${AT}/CONTRIBUTING.md`],
    ['#install', '#install'],
    ['../../../issues/3?x=1#c', '/ada/hello/issues/3?x=1#c'],
    ['../../../../other', '/ada/other'],
    ['https://example.org/a', 'https://example.org/a'],
    ['//example.org/a', 'https://example.org/a'],
    ['mailto:ada@example.org', 'mailto:ada@example.org'],
  ])('%s in a file', async (link, href) => expect(await hrefOf(link, DOCS)).toBe(href));

  it.each([
    ['/-/projects/hello', '/-/projects/hello'],
    ['docs/a.md', '/ada/hello/src/branch/main/docs/a.md'],
  ])('%s in an issue', async (link, href) => expect(await hrefOf(link, ISSUE)).toBe(href));

  it.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd'])('%s nowhere', async (link) =>
    expect(await hrefOf(link, DOCS)).toBeUndefined(),
  );

  it('of raw markup like those of Markdown', async () => {
    expect(await renderMarkdown('<p><a href="/a.md">x</a> <img src="/p.svg"></p>', DOCS)).toContain(
      `<a href="${AT}/a.md">x</a> <img src="${RAW}/p.svg?ref=c0ffee" alt="" />`,
    );
  });
});

describe('where pictures come from', () => {
  it.each([
    ['img/plan.png', `${RAW}/docs/img/plan.png?ref=c0ffee`],
    ['../plan.svg?raw=true#x', `${RAW}/plan.svg?ref=c0ffee`],
    ['/plan.png', `${RAW}/plan.png?ref=c0ffee`],
  ])('%s from the repository', async (link, source) => expect(await sourceOf(link, DOCS)).toBe(source));

  it.each(['https://example.org/b.svg', '//example.org/b.svg', '/\\example.org/b.svg', 'data:image/svg+xml,<svg/>', '../../../x.png'])(
    '%s from nowhere: its words stand there',
    async (source) => {
      const html = await renderMarkdown(`<img src="${source}" alt="build passing">`, DOCS);
      expect(html).not.toContain('<img');
      expect(html).toContain('>build passing</span>');
    },
  );

  it('and a link round a foreign one stays a link', async () => {
    const html = await renderMarkdown('[![build](https://example.org/b.svg)](https://ci.example.org)', DOCS);
    expect(html).toMatch(/<a href="https:\/\/ci\.example\.org"[^>]*><span class="picture-words"[^>]*>build<\/span><\/a>/);
  });
});

describe('references', () => {
  it.each([ISSUE, DOCS])('to issues, people and commits are links, wherever the text stands', async (base) => {
    const html = await renderMarkdown('See #12, bob/other#3 and @grace: fixed in deadbeef1234567 (**#7**).', base);
    for (const href of [
      '/ada/hello/issues/12',
      '/bob/other/issues/3',
      '/grace',
      '/ada/hello/commit/deadbeef1234567',
      '/ada/hello/issues/7',
    ])
      expect(html).toContain(`<a href="${href}">`);
    expect(html).toContain('>deadbeef12</a>');
  });

  it.each(['`#12`', 'a#12', '&#35;x', '#0', 'ada@example', '1234567', 'defaced', '[#12](https://example.org)', '<a href="/x">#12</a>'])(
    'are not read out of %s',
    async (text) => expect(await renderMarkdown(text, ISSUE)).not.toMatch(/href="\/(ada|bob|example|grace)/),
  );
});

describe('parts of a document', () => {
  it('headings have the ids that links name, each once', async () => {
    const html = await renderMarkdown(
      '# Get started!\n\n## `npm` & Größe\n\n## Get started\n\n<h3 id="app">x</h3><a name="old"></a>',
      DOCS,
    );
    for (const id of ['get-started', 'npm--größe', 'get-started-1', 'app', 'old']) expect(html).toContain(`id="user-content-${id}"`);
    expect(html).not.toMatch(/(id|name)="(?!user-content-)/);
  });

  it('tasks have boxes that say whether they are done, and nothing else can be filled in', async () => {
    const html = await renderMarkdown('- [x] one\n- [ ] two #3\n\n<input type="password" name="p" onfocus="x()">', ISSUE);
    expect(html.match(/<li class="task">/g)).toHaveLength(2);
    expect(html).toContain('<input type="checkbox" disabled checked aria-label="done" /> one');
    expect(html).toContain('aria-label="to do" /> two <a href="/ada/hello/issues/3">');
    expect(html).not.toMatch(/password|onfocus/);
  });

  it('names of files are no hosts', async () => expect(await renderMarkdown('Read README.md first.', DOCS)).not.toContain('href'));
});

describe('hostile documents', () => {
  it('drops what could act', async () => {
    const html = await renderMarkdown(
      '<script>alert(1)</script><a href="javascript:alert(1)" onclick="x()">x</a><iframe src="/"></iframe><style>*{}</style>' +
        '<svg><script>1</script></svg><form action="/"><button>x</button></form><img src=x onerror=alert(1)><base href="//x"><p style="x">y</p>',
      DOCS,
    );
    expect(html).not.toMatch(/script:|<script|onclick|iframe|onerror|style|<form|<button|<base|<svg/i);
  });

  it('shows a block of code once, however often the document asks', async () => {
    const block = 'x'.repeat(10_000);
    const html = await renderMarkdown(`${'<pre data-fence="0"></pre>'.repeat(2_000)}\n\n\`\`\`\n${block}\n\`\`\`\n`, null);
    expect(html.match(/x{10000}/g)).toHaveLength(1);
    expect(html.length).toBeLessThan(20_000);
  });

  it('one address that is named very often does not become gigabytes', async () => {
    const source = `${'[a] '.repeat(50_000)}\n\n[a]: /${'b'.repeat(200_000)}\n`;
    const html = await renderMarkdown(source, null);
    expect(html.length).toBeLessThan(2 * source.length);
    expect(html).toContain('class="plain-text"');
  });

  it('markup is never larger than its bound', async () => {
    const fences = '```js\nconst a = [1, "b", /c/];\n```\n\n'.repeat(14_000).slice(0, SOURCE_LIMIT);
    expect((await renderMarkdown(fences, null)).length).toBeLessThan(2 * MARKUP_LIMIT);
    expect(await renderMarkdown('#'.repeat(SOURCE_LIMIT + 1), null)).toMatch(/^<pre class="plain-text"/);
  }, 30_000);
});

it('colours code for both schemes and escapes the rest', async () => {
  const html = await renderMarkdown('```ts\nconst a = 1;\n```\n\n```\n<b>\n```', null);
  expect(html).toContain('--shiki-dark');
  expect(html).toContain('&#60;b');
});
