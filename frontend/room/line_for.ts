import type { Answer, Link } from "./connection";
import type { Body } from "./drafts";
import type { Operation } from "./operations";
import type { RoomState } from "./store";
import type { Line } from "./use_room";
import type { EntryRow } from "./wire.gen";

type Put = Extract<Operation, { kind: "put_entry" }>;

/**
 * The line of somebody who writes for another (practice guide, R7): the board behaves as that person's own, and what
 * is put goes to the server in their name. What was written here for them is remembered until the page is left,
 * because the server shows it to nobody but its author.
 */
export class LineFor implements Line {
  private written: Record<string, EntryRow> = {};
  private base: RoomState | null = null;
  private theirs: RoomState | null = null;
  private readonly watchers = new Set<() => void>();
  readonly listen: Line["listen"];

  constructor(
    private readonly line: Line,
    private readonly person: string,
    private readonly name: string,
  ) {
    this.listen = line.listen;
  }

  get link(): Link {
    return this.line.link;
  }

  get slow(): boolean {
    return this.line.slow;
  }

  get waiting(): number {
    return this.line.waiting;
  }

  get lateRefusal(): string {
    return this.line.lateRefusal;
  }

  readonly forgetLateRefusal = (): void => this.line.forgetLateRefusal();

  get offset(): number {
    return this.line.offset;
  }

  get state(): RoomState {
    if (this.theirs === null || this.base !== this.line.state) {
      this.base = this.line.state;
      this.theirs = this.asTheirs(this.line.state);
    }
    return this.theirs;
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    const stop = this.line.watch(watcher);
    return () => {
      this.watchers.delete(watcher);
      stop();
    };
  };

  handingIn(box: string): Promise<Answer> | null {
    return this.line.handingIn(this.boxes + box);
  }

  draft(box: string): ReturnType<Line["draft"]> {
    return this.line.draft(this.boxes + box);
  }

  keepDraft(box: string, body: Body | null, shared = false): void {
    this.line.keepDraft(this.boxes + box, body, shared);
  }

  readonly act = async (operation: Operation, box = ""): Promise<Answer> => {
    const answer = await this.line.act(this.inTheirName(operation), box && this.boxes + box);
    if (answer.ok && operation.kind === "put_entry") this.remember(operation, String(answer.result.entry ?? ""));
    return answer;
  };

  private inTheirName(operation: Operation): Operation {
    if (operation.kind === "put_entry") return { ...operation, on_behalf_of: this.person };
    if (operation.kind === "save_draft") return { ...operation, box: this.boxes + operation.box };
    return operation;
  }

  /** How the names of their boxes begin among one's own drafts. */
  private get boxes(): string {
    return `for:${this.person}:`;
  }

  private asTheirs(state: RoomState): RoomState {
    const own = (entry: EntryRow) => state.mine.has(entry.id) && entry.state === "private";
    const seen = Object.entries(state.entries).filter(([, entry]) => !own(entry));
    const drafts = Object.entries(state.drafts).filter(([box]) => box.startsWith(this.boxes));
    const mine = Object.keys(this.written);
    const you = { ...state.you, person: this.person, name: this.name, roles: [], facilitator: false, mine };
    return {
      ...state,
      you,
      mine: new Set(mine),
      entries: { ...this.written, ...Object.fromEntries(seen) },
      drafts: Object.fromEntries(drafts.map(([box, body]) => [box.slice(this.boxes.length), body])),
    };
  }

  private remember(operation: Put, id: string): void {
    const { activity, entry_kind: kind, about = "", body } = operation;
    const place = { group: "", theme: "", released: "", audience: "", visibility: "private", state: "private" };
    this.written = {
      ...this.written,
      [id]: { id, activity, kind, about, body, ...place, order: Date.now(), late: false, version: 1 },
    };
    this.theirs = null;
    for (const watcher of this.watchers) watcher();
  }
}
