import { BROKEN, type Carrier, type Ears, type Frame, isGreeting, PollCarrier, SocketCarrier } from "./carriers";
import type { Body } from "./drafts";
import { Kept } from "./kept";
import type { Operation } from "./operations";
import type { Answer } from "./outbox";
import { FEEL_MS, Pulse } from "./pulse";
import { afterEvent, afterLive, afterPresence, EMPTY, fromSnapshot, type RoomState, withDraft } from "./store";
import { Unsent } from "./unsent";
import type { Batch, EventOut, Told, You } from "./wire.gen";

export type { Answer, Refused } from "./outbox";

/** Shown honestly: connecting for the first time, open, open while nothing can be stored, away and trying again. */
export type Link = "connecting" | "open" | "paused" | "offline" | "shut";

type By = "socket" | "polling";

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 5_000;
/** A socket silent for so long is blocked; where sockets used to work, the server may only have much to do. */
const FIRST_WORD_MS = { atFirst: 4_000, afterWorking: 15_000 };
/** How often a socket that used to work may fail before it is taken for blocked: a server may just be starting. */
const FAILURES = 3;
/** While polling, after how long a socket is tried again; then twice as long, and so on. */
const FIRST_TRIAL_MS = 10_000;
const TRIAL_AFTER_WORKING_MS = 2_000;
const LONGEST_TRIAL_MS = 300_000;
const TRIAL_LASTS_MS = 10_000;
/** After these the server does not want this page back: not in the session, another site's, or the room has shut. */
const SHUT = [4401, 4403, 4410];

/**
 * The room's line to the server, by socket, or by polling where sockets are blocked. Operations wait in the outbox
 * until they are answered; events are applied in the server's order.
 */
export class Connection {
  state: RoomState = EMPTY;
  link: Link = "connecting";
  by: By = "socket";
  /** Milliseconds to add to this device's clock to have the server's. */
  offset = 0;
  private carrier: Carrier | null = null;
  private trial: Carrier | null = null;
  private readonly unsent = new Unsent(() => this.changed());
  private readonly outbox = this.unsent.outbox;
  private cursors: Record<string, number> = {};
  private greeted = false;
  private paused = false;
  private socketsWork = false;
  private failures = 0;
  private readonly watchers = new Set<() => void>();
  private readonly listeners = new Set<(event: EventOut, audience: string) => void>();
  private wait = FIRST_WAIT_MS;
  private trialWait = FIRST_TRIAL_MS;
  private readonly pulse = new Pulse();
  private bestTrip = Number.POSITIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private trialTimer: ReturnType<typeof setTimeout> | undefined;
  private tending: ReturnType<typeof setInterval> | undefined;

  /** `session`: its id; the shared screen says that it is one. */
  constructor(
    private readonly session: string,
    private readonly screen = false,
  ) {}

  start(): void {
    this.open();
    this.tending = setInterval(() => this.tend(), FEEL_MS);
    document.addEventListener("visibilitychange", this.visible);
    window.addEventListener("online", this.onAnotherNetwork);
    window.addEventListener("pageshow", this.again);
    window.addEventListener("pagehide", this.leave);
  }

  stop(): void {
    clearInterval(this.tending);
    document.removeEventListener("visibilitychange", this.visible);
    window.removeEventListener("online", this.onAnotherNetwork);
    window.removeEventListener("pageshow", this.again);
    window.removeEventListener("pagehide", this.leave);
    this.leave();
  }

  /** Call back after every change; returns how to stop. */
  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /** Hear each event as it happens (not those in a snapshot); returns how to stop. */
  readonly listen = (listener: (event: EventOut, audience: string) => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  // --- operations and drafts --------------------------------------------------------------------------------------

  /**
   * Ask the server for something. The promise settles when it has answered, however often the line drops meanwhile.
   * `box`: the operation hands in the text of this box, which is no draft any more once it is applied.
   */
  readonly act = (operation: Operation, box = ""): Promise<Answer> => {
    const answer = this.unsent.act(operation, box);
    this.changed();
    return answer;
  };

  /** The answer that the text of a box waits for, when it was handed in; perhaps before a reload. */
  handingIn(box: string): Promise<Answer> | null {
    return this.outbox.handingIn(box)?.answer ?? null;
  }

  /** The unsent text of a box, and whether the server has it. */
  draft(box: string): { body: Body; saved: boolean } | null {
    return this.unsent.draft(box, this.state.drafts[box]);
  }

  /** Keep the unsent text of a box in the browser; nothing, to forget it. */
  keepDraft(box: string, body: Body | null, shared = false): void {
    this.unsent.keepDraft(box, body, shared);
  }

  /** How many operations wait for their answer. */
  get waiting(): number {
    return this.outbox.size;
  }

  /** A question has waited for a while: the line is slow, or has dropped and nothing has told so yet. */
  get slow(): boolean {
    return this.by === "socket" && this.greeted && this.pulse.slow;
  }

  get lateRefusal(): string {
    return this.unsent.lateRefusal;
  }

  readonly forgetLateRefusal = (): void => {
    this.unsent.lateRefusal = "";
    this.changed();
  };

  private settle(opId: string, answer: Answer): void {
    for (const [box, body] of Object.entries(this.unsent.settle(opId, answer))) {
      this.state = withDraft(this.state, box, body);
    }
  }

  /** Who this is: what is unsent can be kept for them. */
  private is(you: You): void {
    this.state = { ...this.state, you, mine: new Set(you.mine), drafts: you.drafts };
    if (!this.unsent.isKept && !this.screen) this.unsent.keepIn(new Kept(this.session, you.person));
  }

  // --- the line ---------------------------------------------------------------------------------------------------

  private open(): void {
    clearTimeout(this.timer);
    this.greeted = false;
    this.pulse.begin();
    this.paused = false; // a server that still cannot store says so first
    let carrier: Carrier | null = null;
    const ears: Ears = {
      alive: () => this.pulse.hears(),
      heard: (frame) => this.receive(frame),
      closed: (code) => this.closed(carrier, code),
    };
    carrier = this.by === "socket" ? this.socket(ears) : new PollCarrier(this.address, this.screen, this.hello, ears);
    this.carrier = carrier;
    const silent = () => this.by === "socket" && this.pulse.heard === 0 && this.giveUp(true);
    this.timer = setTimeout(silent, this.socketsWork ? FIRST_WORD_MS.afterWorking : FIRST_WORD_MS.atFirst);
  }

  private get address(): string {
    return `/live/${this.session}/`;
  }

  private socket(ears: Ears): SocketCarrier {
    const { protocol, host } = window.location;
    const query = this.screen ? "?screen=1" : "";
    const address = `${protocol === "https:" ? "wss" : "ws"}://${host}${this.address}${query}`;
    return new SocketCarrier(address, () => [this.asksTheTime(), this.hello()], ears);
  }

  private readonly hello = (): string => JSON.stringify({ t: "hello", cursors: this.cursors, screen: this.screen });

  private asksTheTime(): string {
    this.pulse.asks();
    return JSON.stringify({ t: "ping", sent: performance.now() });
  }

  private giveUp(blocked = false): void {
    const carrier = this.carrier;
    carrier?.close();
    this.closed(carrier, BROKEN, blocked);
  }

  private closed(carrier: Carrier | null, code: number, blocked = false): void {
    if (carrier !== this.carrier) return;
    clearTimeout(this.timer);
    clearTimeout(this.trialTimer);
    this.carrier = null;
    this.endTrial();
    this.outbox.disconnect();
    this.link = SHUT.includes(code) ? "shut" : this.state.ready ? "offline" : "connecting";
    const before = this.by;
    this.choose(blocked);
    this.changed();
    if (this.link === "shut") return;
    const atOnce = this.by !== before && this.failures === 1; // the other way was not tried yet
    this.timer = setTimeout(() => this.open(), atOnce ? 0 : this.wait * (0.7 + Math.random() * 0.6));
    this.wait = Math.min(LONGEST_WAIT_MS, this.wait * 1.8);
  }

  /** How to try next: the other way, when this one brought nothing. */
  private choose(blocked: boolean): void {
    this.failures = this.pulse.heard ? 0 : this.failures + 1;
    if (this.pulse.heard) return;
    if (this.by === "polling") this.by = "socket";
    else if (blocked || !this.socketsWork || this.failures >= FAILURES) this.by = "polling";
  }

  private readonly again = (): void => {
    if (this.carrier === null && this.link !== "shut") this.open();
  };

  private readonly onAnotherNetwork = (): void => {
    this.again();
    if (this.by === "polling" && this.greeted && !this.trial) {
      this.trialWait = FIRST_TRIAL_MS;
      this.tryOut();
    }
  };

  private readonly leave = (): void => {
    clearTimeout(this.timer);
    clearTimeout(this.trialTimer);
    this.endTrial();
    this.outbox.disconnect();
    this.carrier?.close();
    this.carrier = null;
  };

  private readonly visible = (): void => {
    this.again();
    this.carrier?.hide(document.hidden);
  };

  private tend(): void {
    if (!this.carrier || !this.pulse.heard) return;
    const before = this.slow;
    const { silent, dead, askNow } = this.pulse.feel(this.outbox.expects);
    if (this.by === "socket" && (silent || (dead && this.greeted))) this.giveUp();
    else if (askNow) this.carrier.send(this.asksTheTime());
    if (this.slow !== before) this.changed();
  }

  // --- back to sockets --------------------------------------------------------------------------------------------

  private tryLater(): void {
    clearTimeout(this.trialTimer);
    this.trialTimer = setTimeout(() => this.tryOut(), this.trialWait);
    this.trialWait = Math.min(LONGEST_TRIAL_MS, this.trialWait * 2);
  }

  /** Open a socket beside the polling; once it has greeted, it takes over. */
  private tryOut(): void {
    let socket: Carrier | null = null;
    const failed = () => {
      if (socket !== this.trial) return;
      this.endTrial();
      this.tryLater();
    };
    socket = this.socket({
      alive: () => undefined,
      heard: (frame) => {
        if (socket === this.carrier) this.receive(frame);
        else if (socket === this.trial && isGreeting(frame)) this.takeOver(frame);
      },
      closed: (code) => (socket === this.carrier ? this.closed(socket, code) : failed()),
    });
    this.trial = socket;
    setTimeout(failed, TRIAL_LASTS_MS);
  }

  private takeOver(greeting: Frame): void {
    const polling = this.carrier;
    this.carrier = this.trial;
    this.trial = null;
    this.by = "socket";
    this.greeted = false;
    this.outbox.disconnect();
    polling?.close();
    this.receive(greeting);
  }

  private endTrial(): void {
    const trial = this.trial;
    this.trial = null;
    trial?.close();
  }

  // --- frames -----------------------------------------------------------------------------------------------------

  private receive(frame: Frame): void {
    this.pulse.hears();
    switch (frame.t) {
      case "snapshot":
        this.cursors = { ...frame.cursors };
        this.state = fromSnapshot(this.state, frame);
        this.is(frame.you);
        this.aim(frame.at);
        this.opened();
        break;
      case "batch":
        this.batch(frame);
        break;
      case "ack":
        this.settle(frame.op_id, { ok: true, result: frame.result ?? {} });
        break;
      case "refused":
        this.settle(frame.op_id, {
          ok: false,
          refused: { code: frame.code, message: frame.message, field: frame.field ?? "" },
        });
        break;
      case "presence":
        this.state = afterPresence(this.state, frame);
        break;
      case "live":
        this.state = afterLive(this.state, frame);
        break;
      case "told":
        this.told(frame);
        break;
    }
    this.changed();
  }

  private batch(frame: Batch): void {
    for (const event of frame.events) {
      if (event.n <= (this.cursors[frame.a] ?? 0)) continue;
      this.cursors[frame.a] = event.n;
      this.state = afterEvent(this.state, event);
      for (const listener of this.listeners) listener(event, frame.a);
    }
  }

  private told(frame: Told): void {
    if (frame.you) this.is(frame.you);
    if (frame.resumed) this.opened();
    if (typeof frame.paused === "boolean") this.pause(frame.paused);
    if (frame.sent) {
      const trip = performance.now() - frame.sent;
      if (trip <= this.bestTrip * 1.5) {
        this.bestTrip = Math.min(this.bestTrip, trip);
        this.offset = frame.at + trip / 2 - Date.now();
      }
    }
    if (frame.notice && frame.op_id) {
      this.settle(frame.op_id, { ok: false, refused: { code: "not_understood", message: frame.notice, field: "" } });
    }
  }

  private aim(at: number): void {
    if (this.bestTrip === Number.POSITIVE_INFINITY) this.offset = at - Date.now();
  }

  /** The server cannot store anything just now, or can again. What was sent waits there; it goes on by itself. */
  private pause(paused: boolean): void {
    this.paused = paused;
    if (this.link === "open" || this.link === "paused") this.link = paused ? "paused" : "open";
  }

  private opened(): void {
    if (this.greeted) return; // a snapshot because one's groups changed: what was sent is on its way
    this.greeted = true;
    clearTimeout(this.timer);
    this.link = this.paused ? "paused" : "open";
    this.wait = FIRST_WAIT_MS;
    this.outbox.connect((text) => {
      this.pulse.waitsFor();
      this.carrier?.send(text);
    });
    if (document.hidden) this.carrier?.hide(true);
    if (this.by === "socket") {
      this.socketsWork = true;
      this.trialWait = FIRST_TRIAL_MS;
    } else {
      if (this.socketsWork) this.trialWait = Math.min(this.trialWait, TRIAL_AFTER_WORKING_MS);
      this.carrier?.send(this.asksTheTime());
      this.tryLater();
    }
  }

  private changed(): void {
    for (const watcher of this.watchers) watcher();
  }
}
