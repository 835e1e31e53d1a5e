/** How often a line is felt. */
export const FEEL_MS = 2_000;
/** The server is asked for its time so often; any word from it answers. */
const ASK_MS = 20_000;
/** A question, an operation or the time, that is answered by no word for so long says that the line is dead. */
const UNANSWERED_MS = 9_000;
/** Half of that, and the time is asked as well: an operation may take long, while the line is well. */
const ASK_BESIDE_MS = UNANSWERED_MS / 2;
/** So long, and the line is slow: a person is told. */
export const SLOW_MS = 3_000;
/** A line on which nothing comes is dead, too, where no question tells: while it greets, or in a page that slept. */
const SILENT_MS = 45_000;
/** Who looks at the line so late has slept; what came meanwhile may be unread yet. */
const SLEPT_MS = 3 * FEEL_MS;

/** Whether a line lives: when a word came on it last, and since when a question waits for one. */
export class Pulse {
  /** When a word came last; 0: never on this line. */
  heard = 0;
  /** When it was felt last, a question had waited for a while; no word has come since. */
  slow = false;
  private asked = 0;
  private waits = 0;
  private felt = 0;

  /** A new line, of which nothing is known. */
  begin(): void {
    this.heard = this.waits = 0;
    this.slow = false;
  }

  hears(): void {
    this.heard = Date.now();
    this.waits = 0;
    this.slow = false;
  }

  /** An operation went out. */
  waitsFor(): void {
    this.waits ||= Date.now();
  }

  /** The time was asked for. */
  asks(): void {
    this.asked = Date.now();
    this.waitsFor();
  }

  /**
   * How the line is, every `FEEL_MS`; `expects`: an operation is unanswered, whatever else came. `dead` is for a line
   * that has greeted: until then a snapshot may be on its way, in one piece.
   */
  feel(expects: boolean): { dead: boolean; silent: boolean; askNow: boolean } {
    const now = Date.now();
    if (expects) this.waitsFor();
    if (this.waits && now - this.felt > SLEPT_MS) this.waits = now;
    this.felt = now;
    const waited = this.waits ? now - this.waits : 0;
    this.slow = waited >= SLOW_MS;
    return {
      dead: waited > UNANSWERED_MS,
      silent: now - this.heard > SILENT_MS,
      askNow: now - this.asked > ASK_MS || (waited > ASK_BESIDE_MS && this.asked < this.waits),
    };
  }
}
