import { createHighlighterCore, type HighlighterCore, type LanguageInput, type ThemedToken } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';

/** Grammars by name; each is its own chunk, fetched at first use. */
const GRAMMARS: Record<string, () => Promise<{ default: LanguageInput }>> = {
  bash: () => import('shiki/langs/bash.mjs') as never,
  c: () => import('shiki/langs/c.mjs') as never,
  cpp: () => import('shiki/langs/cpp.mjs') as never,
  css: () => import('shiki/langs/css.mjs') as never,
  diff: () => import('shiki/langs/diff.mjs') as never,
  docker: () => import('shiki/langs/docker.mjs') as never,
  go: () => import('shiki/langs/go.mjs') as never,
  html: () => import('shiki/langs/html.mjs') as never,
  java: () => import('shiki/langs/java.mjs') as never,
  javascript: () => import('shiki/langs/javascript.mjs') as never,
  json: () => import('shiki/langs/json.mjs') as never,
  jsx: () => import('shiki/langs/jsx.mjs') as never,
  kotlin: () => import('shiki/langs/kotlin.mjs') as never,
  lua: () => import('shiki/langs/lua.mjs') as never,
  make: () => import('shiki/langs/make.mjs') as never,
  markdown: () => import('shiki/langs/markdown.mjs') as never,
  php: () => import('shiki/langs/php.mjs') as never,
  python: () => import('shiki/langs/python.mjs') as never,
  ruby: () => import('shiki/langs/ruby.mjs') as never,
  rust: () => import('shiki/langs/rust.mjs') as never,
  sql: () => import('shiki/langs/sql.mjs') as never,
  toml: () => import('shiki/langs/toml.mjs') as never,
  tsx: () => import('shiki/langs/tsx.mjs') as never,
  typescript: () => import('shiki/langs/typescript.mjs') as never,
  xml: () => import('shiki/langs/xml.mjs') as never,
  yaml: () => import('shiki/langs/yaml.mjs') as never,
};

const ALIASES: Record<string, string> = {
  sh: 'bash',
  shell: 'bash',
  console: 'bash',
  zsh: 'bash',
  h: 'c',
  cc: 'cpp',
  hpp: 'cpp',
  scss: 'css',
  dockerfile: 'docker',
  htm: 'html',
  svg: 'xml',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  kt: 'kotlin',
  makefile: 'make',
  mk: 'make',
  md: 'markdown',
  patch: 'diff',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  yml: 'yaml',
};

/** The grammar for a fence's word or a file's name; null for plain text. */
export function languageOf(name: string): string | null {
  const base = (name.split('/').at(-1) ?? name).toLowerCase();
  const word = ALIASES[base] ?? base;
  if (word in GRAMMARS) return word;
  const ending = base.split('.').at(-1) ?? '';
  const byEnding = ALIASES[ending] ?? ending;
  return byEnding in GRAMMARS ? byEnding : null;
}

/** A line may take this long, ms: the default of 500 leaves the first lines plain on a busy machine. */
const LIMITS = { tokenizeTimeLimit: 5_000, tokenizeMaxLineLength: 5_000 } as const;

const THEMES = { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' } as const;

/** One highlighter for all pages; it lives in this chunk, which loads at first use. */
const highlighter: Promise<HighlighterCore> = createHighlighterCore({
  themes: [import('shiki/themes/github-light-high-contrast.mjs'), import('shiki/themes/github-dark-high-contrast.mjs')],
  langs: [],
  engine: createJavaScriptRegexEngine({ forgiving: true }),
});

async function withLanguage(language: string): Promise<HighlighterCore> {
  const ready = await highlighter;
  const load = GRAMMARS[language];
  if (load !== undefined && !ready.getLoadedLanguages().includes(language)) await ready.loadLanguage((await load()).default);
  return ready;
}

/** Tokens of each line of a file, coloured for both schemes by the variables `--shiki-light` and `--shiki-dark`; null for plain text. */
export async function highlightToTokens(code: string, name: string): Promise<ThemedToken[][] | null> {
  const language = languageOf(name);
  if (language === null) return null;
  const ready = await withLanguage(language);
  return ready.codeToTokens(code, { lang: language, themes: THEMES, defaultColor: false, ...LIMITS }).tokens;
}

/** Markup of a block of code, for Markdown. */
export async function highlightToHtml(code: string, language: string): Promise<string> {
  const ready = await withLanguage(language);
  return ready.codeToHtml(code, { lang: language, themes: THEMES, defaultColor: false, ...LIMITS });
}
