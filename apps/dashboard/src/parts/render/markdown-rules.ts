import type MarkdownIt from 'markdown-it';

/** A parser; the module's default export is its constructor. */
type Markdown = InstanceType<typeof MarkdownIt>;
type Token = ReturnType<Markdown['parse']>[number];

/** Before ids that a document brings, so that none is ever taken for one of the page's own (as Gitea and GitHub do). */
export const ANCHOR_PREFIX = 'user-content-';

const wordsOf = (token: Token | undefined): string =>
  (token?.children ?? []).map(({ type, content }) => (type === 'text' || type === 'code_inline' ? content : '')).join('');

/** GitHub's slug: lower case, no punctuation, spaces to hyphens; the second of a name ends in "-1". */
export function addHeadingIds(markdown: Markdown): void {
  markdown.core.ruler.push('heading-ids', ({ tokens }) => {
    const seen = new Map<string, number>();
    tokens.forEach((token, index) => {
      if (token.type !== 'heading_open') return;
      const slug = wordsOf(tokens[index + 1])
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
        .replaceAll(' ', '-');
      const times = seen.get(slug) ?? 0;
      seen.set(slug, times + 1);
      token.attrSet('id', ANCHOR_PREFIX + (times === 0 ? slug : `${slug}-${times}`));
    });
  });
}

/** `- [x] done`: a box that says so; it cannot be ticked on the page. */
export function addTaskLists(markdown: Markdown): void {
  markdown.core.ruler.push('task-lists', ({ tokens, Token: TokenClass }) => {
    tokens.forEach((token, index) => {
      const [item, paragraph] = [tokens[index - 2], tokens[index - 1]];
      const first = token.children?.[0];
      if (token.type !== 'inline' || item?.type !== 'list_item_open' || paragraph?.type !== 'paragraph_open') return;
      const box = first?.type === 'text' ? /^\[([ xX])\]\s/.exec(first.content) : null;
      if (first === undefined || box === null) return;
      first.content = first.content.slice(box[0].length);
      const isDone = box[1] !== ' ';
      const input = Object.assign(new TokenClass('html_inline', '', 0), {
        content: `<input type="checkbox"${isDone ? ' checked' : ''}> `,
      });
      token.children?.unshift(input);
      item.attrJoin('class', 'task');
    });
  });
}

/** Thrown while a document is read whose markup would be larger than its reader can take. */
export class MarkupTooLargeError extends Error {
  constructor(limit: number) {
    super(`The markup would have more than ${limit} characters.`);
    this.name = 'MarkupTooLargeError';
  }
}

/**
 * Measures before anything is written: one `[a]: address` of 250 KB and 60,000 times `[a]` are 500 KB of text and 15 GB of markup.
 * @throws MarkupTooLargeError
 */
export function boundMarkup(markdown: Markdown, limit: number): void {
  markdown.core.ruler.push('bound-markup', ({ tokens }) => {
    let size = 0;
    const measure = (list: readonly Token[]): void => {
      for (const { attrs, content, children, tag } of list) {
        size += 2 * tag.length + 5 + (children === null ? content.length : 0);
        for (const [name, value] of attrs ?? []) size += name.length + String(value).length + 4;
        if (children !== null) measure(children);
        if (size > limit) throw new MarkupTooLargeError(limit);
      }
    };
    measure(tokens);
  });
}
