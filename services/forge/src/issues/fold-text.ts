/**
 * The one rule of case for every search here: a letter is found by its counterpart in the other case, in any alphabet. What has no single
 * counterpart ("ß", "ﬁ") is itself. No engine's `lower` is asked, since SQLite's knows ASCII alone and the others follow their locale;
 * `git grep -i` in a UTF-8 locale folds the same.
 */
export function foldText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- what ASCII is
  if (/^[\u0000-\u007f]*$/.test(text)) return text.toLowerCase();
  let folded = '';
  for (const letter of text) {
    // Over the upper case, so that letters with two small forms ("σ" and "ς") meet.
    const upper = single(letter, letter.toUpperCase());
    folded += single(upper, upper.toLowerCase());
  }
  return folded;
}

/** The counterpart, unless it is more than one letter. */
function single(letter: string, counterpart: string): string {
  return Array.from(counterpart).length === 1 ? counterpart : letter;
}

/** What a search for a text is matched against. */
export function searchableText({ title, body }: { title: string; body: string }): string {
  return foldText(`${title}\n${body}`);
}
