import { groupsEnd, timeOfDay } from "../timing";
import type { GroupingRow, GroupRow, PersonRow, SessionRow } from "../wire.gen";

/** One person who is to be in a room of the meeting tool. */
export interface Move {
  id: string;
  name: string;
  /** What to look for in the call. */
  callName: string;
  room: number;
  /** The room where the producer has put them, if any. */
  from: number | null;
  done: boolean;
}

export interface RoomMoves {
  group: GroupRow;
  people: Move[];
  left: number;
}

/** The move sheet by room: who is to be where, and who is there already. */
export function movesOf(groups: readonly GroupRow[], people: Record<string, PersonRow>): RoomMoves[] {
  return [...groups]
    .sort((a, b) => a.number - b.number)
    .map((group) => {
      const there = group.members.map((id) => moveOf(id, group.number, people[id]));
      return { group, people: there, left: there.filter((move) => !move.done).length };
    });
}

function moveOf(id: string, room: number, person: PersonRow | undefined): Move {
  const name = person?.name ?? "Someone";
  const from = person?.call_room ?? null;
  return { id, name, callName: person?.call_name || name, room, from, done: from === room };
}

/** What the people of a room are called in the call, for the meeting tool or the chat. */
export function roomText({ group, people }: RoomMoves): string {
  return `Room ${group.number}: ${people.map((move) => move.callName).join(", ")}`;
}

export function allRoomsText(rooms: readonly RoomMoves[]): string {
  return rooms
    .filter((room) => room.people.length > 0)
    .map(roomText)
    .join("\n");
}

/** The meeting tool's name where it has one here. */
export function toolName(session: SessionRow | undefined): string {
  return session?.call_tool || "the call";
}

/** What to say or paste in the chat before people go to their rooms. */
export function announcement(session: SessionRow): string {
  const tool = toolName(session);
  const lost = "It shows your room number, who is with you and what to do. Lost? Press “I’m lost”.";
  switch (session.call_mode ?? "moved") {
    case "links":
      return `In a moment the page shows the way to your room. Open it there, and leave the page open beside it. ${lost}`;
    case "follow":
      return `In a moment you go to a room in ${tool}. Then tap its number on the page, and leave the page open. ${lost}`;
    default:
      return `In a moment you will be moved to a room. Stay in ${tool} and leave this page open. ${lost}`;
  }
}

/** What to say in the rooms when they close in a minute. */
export function warning(session: SessionRow, endsAt: number | null): string {
  const when = endsAt ? ` at ${timeOfDay(endsAt, session.zone)}` : "";
  return `One minute left: rooms close${when}. Finish your sentence; what you wrote is kept. Leave the page open.`;
}

/** What to set as the rooms' time in the meeting tool: whole minutes, and when they close. */
export function timeToSet(grouping: GroupingRow, minutes: number, now: number): { minutes: number; endsAt: number } {
  const endsAt = groupsEnd(grouping) ?? now + minutes * 60_000;
  return { minutes: Math.max(1, Math.round((endsAt - now) / 60_000)), endsAt };
}

/** How many rooms people may choose from where they find them themselves: as many as groups of that size need, and two. */
export function roomsFor(plan: Record<string, unknown>, here: number): number {
  const size = plan.kind === "coffee" || plan.kind === "threes" ? 2.5 : Math.max(2, Number(plan.size) || 5);
  return Math.min(100, Math.max(2, Math.ceil(here / size) + 2));
}
