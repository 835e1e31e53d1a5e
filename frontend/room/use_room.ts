import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import type { Answer, Link } from "./connection";
import type { Body } from "./drafts";
import type { Operation } from "./operations";
import type { RoomState } from "./store";
import type {
  ActivityRow,
  EntryRow,
  EventOut,
  GroupingRow,
  GroupRow,
  ItemRow,
  KindRow,
  PracticeRow,
  SessionRow,
  StageRow,
} from "./wire.gen";

/** What the room is built around: what this person may see, and how to ask the server for something. */
export interface Line {
  readonly state: RoomState;
  readonly link: Link;
  /** Whether the line has not answered for a while, and is not known to have dropped. */
  readonly slow: boolean;
  /** How many operations wait for their answer. */
  readonly waiting: number;
  /** Milliseconds to add to this device's clock to have the server's. */
  readonly offset: number;
  /** Why something that was written before a reload was not taken; empty when all was. */
  readonly lateRefusal: string;
  /** `box`: the operation hands in the text of this box. */
  act(operation: Operation, box?: string): Promise<Answer>;
  /** The answer that the text of a box waits for, when it was handed in; perhaps before a reload. */
  handingIn(box: string): Promise<Answer> | null;
  /** The unsent text of a box, and whether the server has it. */
  draft(box: string): { body: Body; saved: boolean } | null;
  /** Keep the unsent text of a box in the browser; nothing, to forget it. */
  keepDraft(box: string, body: Body | null, shared?: boolean): void;
  forgetLateRefusal(): void;
  watch(watcher: () => void): () => void;
  listen(listener: (event: EventOut, audience: string) => void): () => void;
}

export const RoomContext = createContext<Line | null>(null);

/** The line to the server, or one in somebody's name. */
export function useConnection(): Line {
  const connection = useContext(RoomContext);
  if (!connection) throw new Error("This part is drawn outside the room.");
  return connection;
}

/** Everything this person may see, as of now. */
export function useRoom(): RoomState {
  const connection = useConnection();
  return useSyncExternalStore(connection.watch, () => connection.state);
}

export function useLink(): Link {
  const connection = useConnection();
  return useSyncExternalStore(connection.watch, () => connection.link);
}

/** Whether the line has not answered for a while. */
export function useSlow(): boolean {
  const connection = useConnection();
  return useSyncExternalStore(connection.watch, () => connection.slow);
}

/** Why something that was written before a reload was not taken. */
export function useLateRefusal(): string {
  const connection = useConnection();
  return useSyncExternalStore(connection.watch, () => connection.lateRefusal);
}

/** How many of one's own operations wait for the server's answer. */
export function useWaiting(): number {
  const connection = useConnection();
  return useSyncExternalStore(connection.watch, () => connection.waiting);
}

export function useAct(): Line["act"] {
  return useConnection().act;
}

/** Hear each event as it happens. */
export function useEvents(heard: (event: EventOut, audience: string) => void): void {
  const connection = useConnection();
  const latest = useRef(heard);
  latest.current = heard;
  useEffect(() => connection.listen((event, audience) => latest.current(event, audience)), [connection]);
}

/** The server's time in milliseconds, renewed every `every` milliseconds. */
export function useServerTime(every = 1000): number {
  const connection = useConnection();
  const read = useCallback(() => Date.now() + connection.offset, [connection]);
  const [now, setNow] = useState(read);
  useEffect(() => {
    const timer = setInterval(() => setNow(read()), every);
    return () => clearInterval(timer);
  }, [read, every]);
  return now;
}

export function useSession(): SessionRow | undefined {
  return Object.values(useRoom().session)[0];
}

/** Agenda items in order: each block followed by its parts. */
export function useItems(): ItemRow[] {
  const { items } = useRoom();
  return useMemo(() => {
    const sorted = Object.values(items).sort((a, b) => a.position - b.position);
    const tops = sorted.filter((item) => !item.parent);
    return tops.flatMap((top) => [top, ...sorted.filter((item) => item.parent === top.id)]);
  }, [items]);
}

/** The items that are run: blocks stand for their parts. */
export function useLeaves(): ItemRow[] {
  const items = useItems();
  return useMemo(() => items.filter((item) => !items.some((other) => other.parent === item.id)), [items]);
}

/** The newest forming of groups that is at work, or that belongs to this activity. */
export function useGrouping(activity?: ActivityRow): GroupingRow | undefined {
  const { groupings } = useRoom();
  if (activity?.grouping) return groupings[activity.grouping];
  return Object.values(groupings).find((g) => g.status === "sent" || g.status === "open" || g.status === "closing");
}

/** One's own group in a forming of groups, or the one a facilitator visits. */
export function useMyGroup(grouping: GroupingRow | undefined): GroupRow | undefined {
  const { groups, you } = useRoom();
  if (!grouping) return undefined;
  const there = Object.values(groups).filter((group) => group.grouping === grouping.id);
  return (
    there.find((group) => group.members.includes(you.person)) ??
    there.find((group) => group.visitors.includes(you.name))
  );
}

/** The entries of an activity and kind that this person sees, in their random order. */
export function useEntries(activity: string, kind?: string): EntryRow[] {
  const { entries } = useRoom();
  return useMemo(
    () =>
      Object.values(entries)
        .filter((entry) => entry.activity === activity && (!kind || entry.kind === kind))
        .sort((a, b) => a.order - b.order),
    [entries, activity, kind],
  );
}

export function kindOf(practice: PracticeRow, name: string): KindRow | undefined {
  return practice.kinds.find((kind) => kind.name === name);
}

export function stageOf(practice: PracticeRow, key: string): StageRow | undefined {
  return practice.stages.find((stage) => stage.key === key);
}

/** Whether a kind may be written in the activity's present stage, while the session is not closed. */
export function useWritable(activity: ActivityRow, kind: KindRow | undefined): boolean {
  const session = useSession();
  const { you } = useRoom();
  const watches = you.roles.length > 0 && !you.facilitator;
  return Boolean(kind?.written_in.includes(activity.stage)) && session?.phase !== "closed" && !watches;
}
