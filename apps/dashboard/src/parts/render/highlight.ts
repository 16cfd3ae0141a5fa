import { createHighlighterCore, type HighlighterCore, type ThemedToken } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import { bundledLanguages, type BundledLanguage } from 'shiki/langs';

/** Endings that shiki's table has no alias for. */
const ENDINGS: Readonly<Record<string, BundledLanguage>> = {
  h: 'c',
  cc: 'cpp',
  hpp: 'cpp',
  ex: 'elixir',
  exs: 'elixir',
  gradle: 'groovy',
  htm: 'html',
  mk: 'make',
  ml: 'ocaml',
  patch: 'diff',
  svg: 'xml',
};

const isLanguage = (word: string): word is BundledLanguage => Object.hasOwn(bundledLanguages, word);

/** The grammar for a fence's word or a file's name or ending, as shiki names it; null for plain text. */
export function languageOf(name: string): BundledLanguage | null {
  const base = (name.split('/').at(-1) ?? name).toLowerCase();
  const ending = base.split('.').at(-1) ?? '';
  for (const word of [base, ending]) {
    const language = Object.hasOwn(ENDINGS, word) ? ENDINGS[word] : word;
    if (language !== undefined && isLanguage(language)) return language;
  }
  return null;
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

/** Each grammar is its own chunk, fetched at first use. */
async function withLanguage(language: BundledLanguage): Promise<HighlighterCore> {
  const ready = await highlighter;
  if (!ready.getLoadedLanguages().includes(language)) await ready.loadLanguage(bundledLanguages[language]);
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
export async function highlightToHtml(code: string, language: BundledLanguage): Promise<string> {
  const ready = await withLanguage(language);
  return ready.codeToHtml(code, { lang: language, themes: THEMES, defaultColor: false, ...LIMITS });
}
