import { type Body, Drafts } from "./drafts";
import type { Kept } from "./kept";
import type { Operation } from "./operations";
import { type Answer, Outbox } from "./outbox";

/** What somebody has written and the server has not taken yet: operations in the outbox, and the drafts of boxes. */
export class Unsent {
  readonly outbox = new Outbox();
  /** Why something that was written before a reload was not taken; nobody waits for that answer any more. */
  lateRefusal = "";
  private drafts: Drafts | null = null;

  /** `changed` is called when something is told late. */
  constructor(private readonly changed: () => void) {}

  /** Whether it is known whose this is, so that it is kept across a reload. */
  get isKept(): boolean {
    return this.drafts !== null;
  }

  /** Keep everything here from now on; what an earlier page left behind goes first. */
  keepIn(kept: Kept): void {
    this.drafts = new Drafts(kept);
    for (const left of this.outbox.keepIn(kept)) {
      void left.answer.then((answer) => {
        if (!answer.ok) this.lateRefusal = answer.refused.message;
        this.changed();
      });
    }
    for (const [box, { body, shared = false }] of this.drafts.unsaved()) {
      this.outbox.put({ kind: "save_draft", box, body, shared });
    }
  }

  /** Ask for something; `box`: it hands in the text of this box. */
  act(operation: Operation, box: string): Promise<Answer> {
    const { opId, answer } = this.outbox.put(operation, box);
    if (box) this.drafts?.handIn(box, opId);
    return answer;
  }

  /** The unsent text of a box; `onServer` is the server's copy. */
  draft(box: string, onServer: Body | undefined): { body: Body; saved: boolean } | null {
    return this.drafts?.read(box, onServer) ?? null;
  }

  keepDraft(box: string, body: Body | null, shared: boolean): void {
    if (body) this.drafts?.write(box, body, shared);
    else this.drafts?.remove(box);
  }

  /** The server has answered. Gives the drafts that it is known to hold now; an empty one is none. */
  settle(opId: string, answer: Answer): Record<string, Body> {
    const done = this.outbox.settle(opId, answer);
    if (!done) return {};
    const { operation, box } = done;
    if (!answer.ok) {
      const again = this.drafts?.refused(box, opId);
      if (again) this.outbox.put({ kind: "save_draft", box, body: again.body, shared: again.shared ?? false });
      return {};
    }
    if (operation.kind === "save_draft") {
      this.drafts?.saved(operation.box, operation.body);
      return { [operation.box]: operation.body };
    }
    if (!box) return {};
    this.drafts?.applied(box, opId);
    if (!isDroppedWith(operation, box)) this.outbox.put({ kind: "save_draft", box, body: {} });
    return { [box]: {} };
  }
}

/** Whether the server drops its copy of a box's draft by itself when it applies the operation. */
function isDroppedWith(operation: Operation, box: string): boolean {
  if (operation.kind !== "put_entry") return false;
  return box.endsWith(`${operation.activity}:${operation.entry_kind}:${operation.about ?? ""}`);
}
