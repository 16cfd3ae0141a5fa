import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';

import { resolveLink, resolvePicture, type MarkdownBase } from './markdown-links.ts';
import { linkReferences } from './markdown-references.ts';
import { addHeadingIds, addTaskLists, ANCHOR_PREFIX, boundMarkup, MarkupTooLargeError } from './markdown-rules.ts';

/** Characters that are read as Markdown; a longer text is shown as it is written (GitHub cuts a README there). */
export const SOURCE_LIMIT = 500_000;
/** Characters of markup that a page takes at once. */
export const MARKUP_LIMIT = 4_000_000;
/** Characters of code that one document has coloured; each becomes some twenty characters of markup. */
const COLOURED_LIMIT = 100_000;

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;
const TAGS = [
  ...HEADINGS,
  ...(
    'p a ul ol li blockquote pre code em strong b i u del s ins mark hr br dl dt dd samp var q abbr kbd sub sup span div ' +
    'table thead tbody tr th td img details summary input'
  ).split(' '),
];
const PLACED = ['align', 'id'];

type Attributes = Record<string, string>;

interface Fence {
  code: string;
  word: string;
}

/**
 * Markdown to safe markup, for READMEs, files, issues and comments alike. Links follow the table of {@link resolveLink}; scripts,
 * styles, forms and foreign pictures are dropped; code is coloured. What is too large becomes its own text. Needs no DOM.
 */
export async function renderMarkdown(source: string, base: MarkdownBase | null): Promise<string> {
  if (source.length > SOURCE_LIMIT) return plainMarkup(source);
  try {
    const { html, fences, mark } = toMarkup(source, base);
    return await putFences(sanitize(html, { base, mark }), { fences, mark });
  } catch (error) {
    if (error instanceof MarkupTooLargeError) return plainMarkup(source);
    throw error;
  }
}

/** A text as it is written, for what is no Markdown or too much of it. */
export function plainMarkup(source: string): string {
  return `<pre class="plain-text" tabindex="0">${escapeHtml(source)}</pre>`;
}

function toMarkup(source: string, base: MarkdownBase | null): { html: string; fences: Fence[]; mark: string } {
  const fences: Fence[] = [];
  // Unknown to the document, so that it cannot ask for a block by itself.
  const mark = `own-${Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  const markdown = new MarkdownIt({ html: true, linkify: true });
  // "README.md" is a file here, and no host in Moldova.
  markdown.linkify.set({ fuzzyLink: false });
  markdown.renderer.rules['fence'] = (tokens, index) => {
    const token = tokens[index];
    fences.push({ code: token?.content ?? '', word: token?.info.trim().split(/\s+/)[0] ?? '' });
    return `<pre data-fence="${mark}-${fences.length - 1}"></pre>`;
  };
  addHeadingIds(markdown);
  addTaskLists(markdown);
  if (base !== null) linkReferences(markdown, { owner: base.owner, repo: base.repo, mark: `${mark}:` });
  boundMarkup(markdown, MARKUP_LIMIT);
  return { html: markdown.render(source), fences, mark };
}

function sanitize(html: string, { base, mark }: { base: MarkdownBase | null; mark: string }): string {
  const heading = (tagName: string, attribs: Attributes) => ({ tagName, attribs: withAnchor(attribs) });
  return sanitizeHtml(html, {
    allowedTags: TAGS,
    allowedAttributes: {
      a: ['href', 'title', 'rel', 'id'],
      img: ['src', 'alt', 'title', 'width', 'height', 'align'],
      pre: ['data-fence'],
      input: ['type', 'disabled', 'checked', 'aria-label'],
      span: ['title'],
      details: ['open'],
      ol: ['start'],
      ...Object.fromEntries(['p', 'div', 'td', 'th', ...HEADINGS].map((tag) => [tag, PLACED])),
    },
    allowedClasses: { li: ['task'], span: ['picture-words'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    transformTags: {
      a: (tagName, attribs) => ({ tagName, attribs: linkAttributes(attribs, { base, mark }) }),
      img: (_, attribs) => picture(attribs, base),
      input: (tagName, { checked }) => ({
        tagName,
        attribs: {
          type: 'checkbox',
          disabled: '',
          ...(checked === undefined ? { 'aria-label': 'to do' } : { checked: '', 'aria-label': 'done' }),
        },
      }),
      ...Object.fromEntries(['p', 'div', ...HEADINGS].map((tag) => [tag, heading])),
    },
  });
}

/** Ids and names of the document's own parts, in their own name space. */
function withAnchor({ id, name, ...rest }: Attributes): Attributes {
  const anchor = id ?? name;
  if (anchor === undefined || anchor === '') return rest;
  return { ...rest, id: anchor.startsWith(ANCHOR_PREFIX) ? anchor : ANCHOR_PREFIX + anchor };
}

function linkAttributes({ href, ...rest }: Attributes, { base, mark }: { base: MarkdownBase | null; mark: string }): Attributes {
  const attribs = withAnchor(rest);
  const target = href === undefined ? null : href.startsWith(`${mark}:`) ? href.slice(mark.length + 1) : resolveLink(href, base);
  if (target === null) return attribs;
  return { ...attribs, href: target, ...(/^https?:/i.test(target) ? { rel: 'noopener noreferrer' } : {}) };
}

/** A picture of the repository; a foreign one becomes its words, since no request leaves the host. */
function picture(attribs: Attributes, base: MarkdownBase | null): { tagName: string; attribs: Attributes; text?: string } {
  const { src = '', alt = '' } = attribs;
  const source = resolvePicture(src, base);
  if (source !== null) return { tagName: 'img', attribs: { ...attribs, alt, src: source } };
  const words = alt.trim() === '' ? (src.split(/[?#]/)[0]?.split('/').at(-1) ?? '') : alt;
  return { tagName: 'span', attribs: { class: 'picture-words', title: src }, text: words === '' ? 'picture' : words };
}

/** Each block once, in its own place; all together stay below the limit of markup. */
async function putFences(html: string, { fences, mark }: { fences: readonly Fence[]; mark: string }): Promise<string> {
  const blocks = new Map<string, string>();
  let coloured = 0;
  for (const fence of fences) {
    coloured += fence.code.length;
    blocks.set(`${mark}-${blocks.size}`, await renderFence(fence, coloured <= COLOURED_LIMIT));
  }
  return html.replace(/<pre data-fence="([^"]*)"><\/pre>/g, (_, place: string) => blocks.get(place) ?? '');
}

async function renderFence({ code, word }: Fence, isColoured: boolean): Promise<string> {
  const text = code.replace(/\n$/, '');
  if (isColoured && word !== '') {
    // Most documents hold no code; the highlighter is fetched for those that do.
    const { highlightToHtml, languageOf } = await import('./highlight.ts');
    const language = languageOf(word);
    if (language !== null) return highlightToHtml(text, language);
  }
  return `<pre tabindex="0"><code>${escapeHtml(text)}</code></pre>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
