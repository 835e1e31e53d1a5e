import type { GroupingRow, GroupRow, PersonRow } from "../wire.gen";

/** In none of the rooms. */
export const NOWHERE = "";

/** One person in a round that is over: the room that the groups say, and the one where they were. */
export interface Seat {
  id: string;
  planned: string;
  was: string;
}

/** Where everybody was, by name: who was in a group, who was put right, and who was here without a group. */
export function seatsOf(
  { report }: GroupingRow,
  rooms: readonly GroupRow[],
  people: Record<string, PersonRow>,
): Seat[] {
  const corrected = report?.corrected ?? {};
  const planned = new Map(rooms.flatMap((room) => room.members.map((id) => [id, room.id] as const)));
  const withoutGroup = Object.values(people)
    .filter(takesPart)
    .map((person) => person.id);
  const all = [...new Set([...planned.keys(), ...Object.keys(corrected), ...withoutGroup])];
  return all
    .filter((id) => people[id])
    .map((id) => ({ id, planned: planned.get(id) ?? NOWHERE, was: corrected[id] ?? planned.get(id) ?? NOWHERE }))
    .sort((a, b) => (people[a.id]?.name ?? "").localeCompare(people[b.id]?.name ?? ""));
}

function takesPart(person: PersonRow): boolean {
  return person.admitted !== false && (person.roles ?? []).length === 0;
}
