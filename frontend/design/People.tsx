import type { ReactNode } from "react";
import { classes } from "./classes";

const COLOURS = ["c-mint", "c-sky", "c-rose", "c-lemon", "c-lilac"] as const;

/** One of the five note colours, always the same for the same key. Decoration only. */
export function colourOf(key: string): (typeof COLOURS)[number] {
  let sum = 0;
  for (const letter of key) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return COLOURS[sum % COLOURS.length] ?? "c-mint";
}

/** Two letters for a name, in any script; an emoji stands alone. */
export function initialsOf(name: string): string {
  const graphemes = (text: string) => [...new Intl.Segmenter().segment(text)].map((part) => part.segment);
  const parts = name.trim().split(/\s+/u).filter(Boolean);
  const first = graphemes(parts[0] ?? "");
  const second = parts.length > 1 ? graphemes(parts.at(-1) ?? "")[0] : first[1];
  const isLetter = (text: string | undefined) => text !== undefined && /^[\p{L}\p{N}]/u.test(text);
  const start = first[0] ?? "";
  return (isLetter(start) && isLetter(second) ? start + second : start).toLocaleUpperCase();
}

export type AvatarProps = { name: string; id?: string; initials?: string; large?: boolean };

/** A round sign of a person, beside the name in words. Screen readers hear only the name. */
export function Avatar({ name, id, initials, large = false }: AvatarProps) {
  return (
    <span className={classes("avatar", colourOf(id ?? name), large && "large")} aria-hidden="true">
      {initials ?? initialsOf(name)}
    </span>
  );
}

export function Person({ name, id, note }: { name: string; id?: string; note?: ReactNode }) {
  return (
    <span className="person">
      <Avatar name={name} {...(id === undefined ? {} : { id })} />
      <span>
        {name}
        {note && <small>{note}</small>}
      </span>
    </span>
  );
}
