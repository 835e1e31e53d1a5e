import type { Kept } from "./kept";
import type { Operation } from "./operations";

export interface Refused {
  code: string;
  message: string;
  field: string;
}

export type Answer = { ok: true; result: Record<string, unknown> } | { ok: false; refused: Refused };

/** An operation that is not answered yet. */
export interface Waiting {
  opId: string;
  operation: Operation;
  /** The box whose text it hands in, if it does. */
  box: string;
  sent: boolean;
  answer: Promise<Answer>;
  settle: (answer: Answer) => void;
}

interface Stored {
  operation: Operation;
  box: string;
}

const NAME = "op:";
const FRAME_LIMIT = 60_000;
/** The server allows 20 a second after a burst of 60; one who types never gets near it, one who comes back might. */
const BURST = 40;
const A_SECOND = 15;

/**
 * Sent again after a reload. The others act on the moment, for instance a facilitator's “Go”: what was not applied by
 * then is better pressed again by somebody who sees how things are. Drafts are kept by themselves.
 */
const LASTING: ReadonlySet<Operation["kind"]> = new Set([
  "put_entry",
  "withdraw_entry",
  "finish",
  "say",
  "answer_release",
  "release_own",
]);

const TOO_BIG: Refused = {
  code: "too_big",
  message: "That is too long to send. Shorten it; your text is kept here.",
  field: "",
};
/** A later text of the same box took its place. */
export const SUPERSEDED: Refused = { code: "superseded", message: "", field: "" };

/**
 * Operations in the order in which they were asked for, until the server has answered them. After a dropped line they
 * are sent again under the same op_id, in the same order, so that each is applied once; across a reload, too.
 */
export class Outbox {
  private readonly waiting = new Map<string, Waiting>();
  private kept: Kept | null = null;
  private send: ((text: string) => void) | null = null;
  private left = BURST;
  private at = Date.now();
  private last = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Ask for an operation; `box` is the box whose text it hands in. */
  put(operation: Operation, box = ""): Waiting {
    const opId = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    const one = this.add(opId, operation, box);
    if (new TextEncoder().encode(textOf(one)).length > FRAME_LIMIT) {
      this.settle(opId, { ok: false, refused: TOO_BIG });
      return one;
    }
    if (operation.kind === "save_draft") this.supersede(one);
    if (LASTING.has(operation.kind)) this.kept?.set(this.nameOf(opId), { operation, box } satisfies Stored);
    this.flush();
    return one;
  }

  private add(opId: string, operation: Operation, box: string): Waiting {
    let settle: Waiting["settle"] = () => undefined;
    const answer = new Promise<Answer>((resolve) => {
      settle = resolve;
    });
    const one = { opId, operation, box, sent: false, answer, settle };
    this.waiting.set(opId, one);
    return one;
  }

  /** Of several texts of one box only the latest need be sent. */
  private supersede(latest: Waiting): void {
    const box = boxOf(latest.operation);
    for (const one of [...this.waiting.values()]) {
      const isOlder = one !== latest && !one.sent && one.operation.kind === "save_draft";
      if (isOlder && boxOf(one.operation) === box) this.settle(one.opId, { ok: false, refused: SUPERSEDED });
    }
  }

  /** A name in the order of asking. */
  private nameOf(opId: string): string {
    this.last = Math.max(this.last + 1, Date.now());
    return `${NAME}${String(this.last).padStart(15, "0")}:${opId}`;
  }

  /** From now on keep what waits here; gives what an earlier page of this browser left behind, in its order. */
  keepIn(kept: Kept): Waiting[] {
    this.kept = kept;
    return kept
      .all<Stored>(NAME)
      .map(([name, { operation, box }]) => this.add(name.split(":")[1] ?? name, operation, box));
  }

  /** There is a line: send everything that is not answered, whether or not it was sent before. */
  connect(send: (text: string) => void): void {
    this.send = send;
    for (const one of this.waiting.values()) one.sent = false;
    for (const one of [...this.waiting.values()].reverse()) {
      if (one.operation.kind === "save_draft" && this.waiting.has(one.opId)) this.supersede(one);
    }
    this.flush();
  }

  /** There is no line; what is asked for meanwhile waits. */
  disconnect(): void {
    this.send = null;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** What the server made of an operation; gives the operation, if it waited. */
  settle(opId: string, answer: Answer): Waiting | undefined {
    const one = this.waiting.get(opId);
    if (!one) return undefined;
    this.waiting.delete(opId);
    for (const [name] of this.kept?.all(NAME) ?? []) if (name.endsWith(`:${opId}`)) this.kept?.remove(NAME + name);
    one.settle(answer);
    return one;
  }

  /** How many of a person's doings wait for their answer; drafts say for themselves how far they have got. */
  get size(): number {
    return [...this.waiting.values()].filter((one) => one.operation.kind !== "save_draft").length;
  }

  /** Whether something was sent and is not answered. */
  get expects(): boolean {
    return [...this.waiting.values()].some((one) => one.sent);
  }

  /** The operation that hands in the text of a box, while it is not answered. */
  handingIn(box: string): Waiting | undefined {
    return [...this.waiting.values()].find((one) => one.box === box && box !== "");
  }

  private flush(): void {
    if (!this.send || this.timer !== undefined) return;
    for (const one of this.waiting.values()) {
      if (one.sent) continue;
      if (!this.take()) {
        this.timer = setTimeout(() => {
          this.timer = undefined;
          this.flush();
        }, 1000 / A_SECOND);
        return;
      }
      one.sent = true;
      this.send(textOf(one));
    }
  }

  private take(): boolean {
    const now = Date.now();
    this.left = Math.min(BURST, this.left + ((now - this.at) / 1000) * A_SECOND);
    this.at = now;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}

function textOf({ opId, operation }: Waiting): string {
  return JSON.stringify({ t: "op", op_id: opId, ...operation });
}

function boxOf(operation: Operation): string {
  return operation.kind === "save_draft" ? operation.box : "";
}
