/** How full a field is. `near` is the last tenth, or the last five words or twenty characters, but never over a third. */
export type Band = "plenty" | "near" | "full" | "over";
export type Unit = "characters" | "words";

export function bandOf(used: number, limit: number, unit: Unit): Band {
  const left = limit - used;
  if (left < 0) return "over";
  if (left === 0) return "full";
  const close = Math.min(Math.max(limit / 10, unit === "words" ? 5 : 20), limit / 3);
  return left <= close && used > 0 ? "near" : "plenty";
}

/** Characters as the server counts them (folkmoot/kit/text.py, `length`): composed code points, a line break being one. */
export function charactersIn(text: string): number {
  return [...text.replaceAll("\r\n", "\n").normalize("NFC")].length;
}
