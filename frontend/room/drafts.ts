import type { Kept } from "./kept";

export type Body = Record<string, unknown>;

/** A box's text as this browser keeps it. */
export interface Draft {
  body: Body;
  /** Watched by the group. */
  shared?: boolean;
  /** The operation by which this very text was handed in, while it is not answered. */
  handedIn?: string;
}

const NAME = "draft:";

export const isEmpty = (body: Body) => !Object.values(body).some((value) => String(value ?? "").trim());

const isSame = (one: Body, other: Body) => JSON.stringify(one) === JSON.stringify(other);

/** The text of every box that the server does not have yet, kept in the browser until it does. */
export class Drafts {
  constructor(private readonly kept: Kept) {}

  /** A box's text; what is kept here wins over the server's copy, `onServer`. */
  read(box: string, onServer: Body | undefined): { body: Body; saved: boolean } | null {
    const here = this.kept.get<Draft>(NAME + box);
    if (here) return { body: here.body, saved: false };
    return onServer ? { body: onServer, saved: true } : null;
  }

  write(box: string, body: Body, shared: boolean): void {
    if (isEmpty(body)) this.remove(box);
    else this.kept.set(NAME + box, { body, ...(shared ? { shared } : {}) } satisfies Draft);
  }

  remove(box: string): void {
    this.kept.remove(NAME + box);
  }

  /** The server has stored this text of a box: on a device that others may use, no copy stays. */
  saved(box: string, body: Body): void {
    const here = this.kept.get<Draft>(NAME + box);
    if (here && !here.handedIn && isSame(here.body, body)) this.remove(box);
  }

  /** The text as it is now is being handed in by this operation. */
  handIn(box: string, operation: string): void {
    const here = this.kept.get<Draft>(NAME + box);
    if (here) this.kept.set(NAME + box, { ...here, handedIn: operation } satisfies Draft);
  }

  /** What was handed in is applied: unless more was typed since, it is no draft any more. */
  applied(box: string, operation: string): void {
    if (this.kept.get<Draft>(NAME + box)?.handedIn === operation) this.remove(box);
  }

  /** What was handed in was refused: it is a draft again. Gives it, unless more was typed since. */
  refused(box: string, operation: string): Draft | null {
    const here = this.kept.get<Draft>(NAME + box);
    if (here?.handedIn !== operation) return null;
    this.write(box, here.body, here.shared ?? false);
    return here;
  }

  /** Every text that the server may not have yet, and that is not being handed in. */
  unsaved(): [string, Draft][] {
    return this.kept.all<Draft>(NAME).filter(([, draft]) => !draft.handedIn);
  }
}
