/**
 * Words as the server counts them (practice guide, R5): pieces between white space that hold a letter or digit.
 * folkmoot/kit/words.py is the rule; both are held to frontend/board_kit/word_cases.json by their tests.
 */
export function countWords(text: string): number {
  return text.split(/\s+/u).filter((piece) => /[\p{L}\p{N}]/u.test(piece)).length;
}

/** What a text holds from its first word over the limit on; empty where it fits. */
export function overLimit(text: string, limit: number): [string, string] {
  let count = 0;
  for (const match of text.matchAll(/\S+/gu)) {
    if (/[\p{L}\p{N}]/u.test(match[0])) count += 1;
    if (count > limit) return [text.slice(0, match.index), text.slice(match.index)];
  }
  return [text, ""];
}
