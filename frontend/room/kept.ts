/** How the names of all that is kept for the live room begin. */
const PREFIX = "folkmoot:kept:";
const LONGEST_MS = 3 * 24 * 3_600_000;

interface Held<Value> {
  at: number;
  value: Value;
}

/** The browser's storage, or nothing where it is forbidden. */
function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/**
 * What this browser keeps for one person in one session, across a reload: unsent text, and what the server has not
 * answered yet. Where storage is full or forbidden, nothing is kept here; the server's copy is there all the same.
 */
export class Kept {
  private readonly own: string;

  constructor(session: string, person: string) {
    this.own = `${PREFIX}${person}:${session}:`;
    forget((name) => !name.startsWith(`${PREFIX}${person}:`)); // a shared device: somebody else was here before
    forget((_, at) => Date.now() - at > LONGEST_MS);
  }

  get<Value>(name: string): Value | null {
    return read<Value>(this.own + name)?.value ?? null;
  }

  set(name: string, value: unknown): void {
    try {
      storage()?.setItem(this.own + name, JSON.stringify({ at: Date.now(), value }));
    } catch {
      // Full: see above.
    }
  }

  remove(name: string): void {
    storage()?.removeItem(this.own + name);
  }

  /** Everything whose name begins so, by the rest of the name, in the order of the names. */
  all<Value>(beginning: string): [string, Value][] {
    const start = this.own + beginning;
    const found = names().filter((name) => name.startsWith(start));
    return found.sort().flatMap((name) => {
      const held = read<Value>(name);
      return held ? [[name.slice(start.length), held.value] as [string, Value]] : [];
    });
  }

  /** Nothing of this session stays. */
  clear(): void {
    forget((name) => name.startsWith(this.own));
  }
}

/** Nothing of anybody stays on this device: they leave it. */
export function forgetEverything(): void {
  forget(() => true);
}

function names(): string[] {
  const from = storage();
  const all = Array.from({ length: from?.length ?? 0 }, (_, place) => from?.key(place) ?? "");
  return all.filter((name) => name.startsWith(PREFIX));
}

function read<Value>(name: string): Held<Value> | null {
  try {
    return JSON.parse(storage()?.getItem(name) ?? "null") as Held<Value> | null;
  } catch {
    return null;
  }
}

function forget(which: (name: string, at: number) => boolean): void {
  for (const name of names()) if (which(name, read(name)?.at ?? 0)) storage()?.removeItem(name);
}
