import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';

/** Where relative links and pictures of a document lead; null keeps neither. */
export interface MarkdownBase {
  /** Page of the folder that the document stands in, ending in "/". */
  page: string;
  /** The same folder's raw files, ending in "/", and what follows the path. */
  raw: string;
  rawQuery: string;
}

const TAGS = [
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'p',
  'a',
  'ul',
  'ol',
  'li',
  'blockquote',
  'pre',
  'code',
  'em',
  'strong',
  'del',
  's',
  'hr',
  'br',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'img',
  'details',
  'summary',
  'kbd',
  'sub',
  'sup',
  'span',
  'div',
];

/** Markdown to safe markup: scripts, styles, forms and foreign pictures are dropped; code is coloured. */
export async function renderMarkdown(source: string, base: MarkdownBase | null): Promise<string> {
  const fences: { code: string; word: string }[] = [];
  const markdown = new MarkdownIt({ html: true, linkify: true });
  markdown.renderer.rules['fence'] = (tokens, index) => {
    const token = tokens[index];
    fences.push({ code: token?.content ?? '', word: token?.info.trim().split(/\s+/)[0] ?? '' });
    return `<pre data-fence="${fences.length - 1}"></pre>`;
  };
  const safe = sanitizeHtml(markdown.render(source), {
    allowedTags: TAGS,
    allowedAttributes: {
      a: ['href', 'title', 'rel', 'target'],
      img: ['src', 'alt', 'title', 'width', 'height'],
      pre: ['data-fence'],
      td: ['align'],
      th: ['align'],
    },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    transformTags: {
      a: (tagName, attribs) => ({ tagName, attribs: linkAttributes(attribs, base) }),
      img: (_, attribs) => picture(attribs, base),
    },
  });
  return putFences(safe, await Promise.all(fences.map(renderFence)));
}

async function renderFence({ code, word }: { code: string; word: string }): Promise<string> {
  // Most documents hold no code; the highlighter is fetched for those that do.
  const { highlightToHtml, languageOf } = await import('./highlight.ts');
  const language = languageOf(word);
  return language === null
    ? `<pre tabindex="0"><code>${escapeHtml(code)}</code></pre>`
    : highlightToHtml(code.replace(/\n$/, ''), language);
}

/** A document may write `data-fence` itself; then it only shows one of its own blocks again. */
function putFences(html: string, fences: readonly string[]): string {
  return html.replace(/<pre data-fence="(\d+)"><\/pre>/g, (_, index: string) => fences[Number(index)] ?? '');
}

function isRelative(address: string): boolean {
  return !/^(?:[a-z][a-z0-9+.-]*:|\/|#)/i.test(address);
}

function linkAttributes(attribs: Record<string, string>, base: MarkdownBase | null): Record<string, string> {
  const href = attribs['href'] ?? '';
  if (isRelative(href) && href !== '') return base === null ? {} : { ...attribs, href: resolve(base.page, href) };
  return /^https?:/i.test(href) ? { ...attribs, rel: 'noopener noreferrer' } : attribs;
}

/** Pictures come from the repository itself; a foreign one becomes its words, since no request leaves the host. */
function picture(attribs: Record<string, string>, base: MarkdownBase | null): { tagName: string; attribs: Record<string, string> } {
  const source = attribs['src'] ?? '';
  if (!isRelative(source) || base === null) return { tagName: 'span', attribs: {} };
  return { tagName: 'img', attribs: { ...attribs, alt: attribs['alt'] ?? '', src: resolve(base.raw, source) + base.rawQuery } };
}

function resolve(folder: string, relative: string): string {
  const url = new URL(relative, `http://x${folder}`);
  return url.pathname + url.search + url.hash;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
