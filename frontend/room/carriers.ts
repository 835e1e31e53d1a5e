import type { Ack, Batch, Live, Presence, Refusal, Snapshot, Told } from "./wire.gen";

export type Frame = Snapshot | Batch | Ack | Refusal | Presence | Live | Told;

/** Whether a frame says that the client is up to date from here on. */
export function isGreeting(frame: Frame): boolean {
  return frame.t === "snapshot" || (frame.t === "told" && frame.resumed === true);
}

/** Who listens to a carrier. `closed` is called once, when it brings nothing any more. */
export interface Ears {
  heard(frame: Frame): void;
  /** It answered, if only to say that there is nothing new. */
  alive(): void;
  closed(code: number): void;
}

/** What brings frames from the server and takes them there: a socket, or requests where sockets are blocked. */
export interface Carrier {
  send(text: string): void;
  /** Say whether the page is behind another app. */
  hide(hidden: boolean): void;
  /** Stop; nothing is heard any more. */
  close(): void;
}

/** The code of a line that broke, as browsers give it. */
export const BROKEN = 1006;

export class SocketCarrier implements Carrier {
  private readonly socket: WebSocket;

  /** `first`: what to say once it is open. */
  constructor(address: string, first: () => string[], ears: Ears) {
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.onopen = () => {
      for (const text of first()) socket.send(text);
    };
    socket.onmessage = (message) => {
      ears.alive();
      ears.heard(JSON.parse(message.data as string) as Frame);
    };
    socket.onclose = (event) => ears.closed(event.code);
  }

  send(text: string): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(text);
  }

  hide(hidden: boolean): void {
    this.send(JSON.stringify({ t: "here", hidden }));
  }

  close(): void {
    // A line that is half open would not tell of its end for a long time: it is not waited for.
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.socket.close();
  }
}

interface Polled {
  line: string;
  answers: number;
  closed: number;
  frames: Frame[];
}

/** The server answers after 10 s at the latest, and operations within 20 s. */
const PATIENCE_MS = 25_000;
const AT_ONCE = 50;
const AGAIN_MS = 1_000;

/**
 * Long polling and POST (docs/build/protocol.md): one request waits for news, and one at a time brings what is said,
 * so that its order stays. Any failure is told as a broken line; the next carrier resumes from the cursors.
 */
export class PollCarrier implements Carrier {
  private line = "";
  private answers = 0;
  private readonly stopped = new AbortController();
  private toSay: string[] = [];
  private saying = false;

  /** `hello` gives the greeting with the cursors as they are at that moment. */
  constructor(
    private readonly address: string,
    private readonly screen: boolean,
    private readonly hello: () => string,
    private readonly ears: Ears,
  ) {
    void this.listen();
  }

  send(text: string): void {
    this.toSay.push(text);
    if (!this.saying) void this.say();
  }

  hide(_hidden: boolean): void {
    // Each request says it.
  }

  close(): void {
    if (this.stopped.signal.aborted) return;
    this.stopped.abort();
    if (!this.line) return;
    void fetch(this.path("leave", { line: this.line }), { ...POST, keepalive: true }).catch(() => undefined);
  }

  private async listen(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      const going = { line: this.line, answers: String(this.answers), ...(document.hidden ? { hidden: "1" } : {}) };
      const told = await this.ask("poll", this.hello(), going);
      if (!told) return;
      this.line = told.line;
      this.answers = told.answers;
      if (!this.take(told)) return;
    }
  }

  private async say(): Promise<void> {
    this.saying = true;
    while (this.toSay.length > 0) {
      const some = this.toSay.splice(0, AT_ONCE);
      const told = await this.ask("say", some.join("\n"), {});
      if (!told || !this.take(told)) return;
      const unanswered = some.filter((text) => !isAnswered(text, told.frames));
      if (unanswered.length > 0) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      this.toSay.unshift(...unanswered);
    }
    this.saying = false;
  }

  /** Hand on what an answer brought; false when it was the last. */
  private take(told: Polled): boolean {
    this.ears.alive();
    for (const frame of told.frames) if (!this.stopped.signal.aborted) this.ears.heard(frame);
    if (told.closed) this.end(told.closed);
    return !this.stopped.signal.aborted;
  }

  private async ask(what: string, body: string, query: Record<string, string>): Promise<Polled | null> {
    const late = setTimeout(() => this.end(BROKEN), PATIENCE_MS);
    try {
      const answer = await fetch(this.path(what, query), { ...POST, body, signal: this.stopped.signal });
      return (await answer.json()) as Polled;
    } catch {
      this.end(BROKEN);
      return null;
    } finally {
      clearTimeout(late);
    }
  }

  private end(code: number): void {
    if (this.stopped.signal.aborted) return;
    this.stopped.abort();
    this.ears.closed(code);
  }

  private path(what: string, query: Record<string, string>): string {
    return `${this.address}${what}/?${new URLSearchParams({ ...query, ...(this.screen ? { screen: "1" } : {}) })}`;
  }
}

/** While nothing can be stored an operation may outlast its request; then it is asked for again. */
function isAnswered(text: string, frames: readonly Frame[]): boolean {
  const { op_id: opId } = JSON.parse(text) as { op_id?: string };
  return opId === undefined || frames.some((frame) => "op_id" in frame && frame.op_id === opId);
}

const POST: RequestInit = {
  method: "POST",
  headers: { "Content-Type": "application/x-ndjson" },
  cache: "no-store",
  redirect: "error",
};
