import type { ReactNode } from "react";

export interface ScrollListProps {
  label: string;
  className: string;
  ordered?: boolean;
  children: ReactNode;
}

/** A list that may have to scroll, so the keyboard can reach it, and it has a name. */
export function ScrollList({ label, className, ordered = false, children }: ScrollListProps) {
  const List = ordered ? "ol" : "ul";
  return (
    <List className={className} tabIndex={0} aria-label={label}>
      {children}
    </List>
  );
}
