import type MarkdownIt from 'markdown-it';

/** A parser; the module's default export is its constructor. */
type Markdown = InstanceType<typeof MarkdownIt>;
type Token = ReturnType<Markdown['parse']>[number];
type TokenType = new (type: string, tag: string, nesting: 1 | 0 | -1) => Token;

/** Where the references of a text lead. */
export interface ReferenceBase {
  owner: string;
  repo: string;
  /** What stands before each address: unknown to the document, it tells them from the document's own links. */
  mark: string;
}

const NAME = '[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?';
/** `owner/repo#12`, `#12`, `@login` and commit ids, each as a word of its own. Ids of 7–40 digits need a letter and a digit, as words and numbers do not. */
const REFERENCE = new RegExp(
  `(?<![\\w/@#&.-])(?:(?<other>${NAME}/${NAME})?#(?<number>[1-9]\\d{0,8})|@(?<login>[A-Za-z0-9](?:[A-Za-z0-9._-]{0,37}[A-Za-z0-9])?)|(?<sha>(?=[0-9a-f]*\\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}))(?![\\w/@-])`,
  'g',
);

/** Makes `#1`, `owner/repo#1`, `@user` and commit ids in the text (not in code, not in links) links to their pages. */
export function linkReferences(markdown: Markdown, { owner, repo, mark }: ReferenceBase): void {
  const own = `/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
  const hrefOf = ({ other, number, login, sha }: Record<string, string | undefined>): string => {
    if (login !== undefined) return `${mark}/${encodeURIComponent(login)}`;
    if (sha !== undefined) return `${mark}${own}/commit/${sha}`;
    return `${mark}${other === undefined ? own : `/${other}`}/issues/${number}`;
  };
  markdown.core.ruler.push('references', ({ tokens, Token }) => {
    for (const token of tokens) {
      if (token.type !== 'inline' || token.children === null) continue;
      token.children = linkIn(token.children, Token, hrefOf);
    }
  });
}

function linkIn(
  children: readonly Token[],
  TokenClass: TokenType,
  hrefOf: (groups: Record<string, string | undefined>) => string,
): Token[] {
  let depth = 0;
  return children.flatMap((child) => {
    if (child.type === 'link_open') depth += 1;
    else if (child.type === 'link_close') depth -= 1;
    else if (child.type === 'html_inline') depth += /^<a[\s>]/i.test(child.content) ? 1 : /^<\/a\s*>/i.test(child.content) ? -1 : 0;
    return child.type === 'text' && depth <= 0 ? linkText(child, TokenClass, hrefOf) : [child];
  });
}

function linkText(token: Token, TokenClass: TokenType, hrefOf: (groups: Record<string, string | undefined>) => string): Token[] {
  const found = [...token.content.matchAll(REFERENCE)];
  if (found.length === 0) return [token];
  const text = (content: string): Token => Object.assign(new TokenClass('text', '', 0), { content, level: token.level });
  const parts: Token[] = [];
  let end = 0;
  for (const match of found) {
    const open = new TokenClass('link_open', 'a', 1);
    open.attrs = [['href', hrefOf(match.groups ?? {})]];
    const label = match.groups?.['sha'] === undefined ? match[0] : match[0].slice(0, 10);
    parts.push(text(token.content.slice(end, match.index)), open, text(label), new TokenClass('link_close', 'a', -1));
    end = match.index + match[0].length;
  }
  return [...parts, text(token.content.slice(end))];
}
