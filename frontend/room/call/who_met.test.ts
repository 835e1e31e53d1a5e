import { expect, test } from "vitest";
import type { GroupingRow, GroupRow, PersonRow } from "../wire.gen";
import { NOWHERE, seatsOf } from "./who_met";

const people = Object.fromEntries(
  ["Bea", "Dee", "Ken", "Ada"].map((name) => [name, { id: name, name, roles: [], admitted: true } as PersonRow]),
);
const rooms = [
  { id: "one", number: 1, members: ["Bea", "Dee"] },
  { id: "two", number: 2, members: ["Ken", "gone"] },
] as unknown as GroupRow[];

function round(corrected: Record<string, string>): GroupingRow {
  return { id: "g", report: { corrected } } as unknown as GroupingRow;
}

test("everybody is where the groups say, and who is in no group is in none of the rooms", () => {
  expect(seatsOf(round({}), rooms, people)).toEqual([
    { id: "Ada", planned: NOWHERE, was: NOWHERE },
    { id: "Bea", planned: "one", was: "one" },
    { id: "Dee", planned: "one", was: "one" },
    { id: "Ken", planned: "two", was: "two" },
  ]);
});

test("who was put right is where they were, and what the groups said is known still", () => {
  const seats = seatsOf(round({ Bea: "two", Dee: NOWHERE, Ada: "one" }), rooms, people);
  expect(seats.filter((seat) => seat.planned !== seat.was)).toEqual([
    { id: "Ada", planned: NOWHERE, was: "one" },
    { id: "Bea", planned: "one", was: "two" },
    { id: "Dee", planned: "one", was: NOWHERE },
  ]);
});

test("facilitators and guests at the door were in no room", () => {
  const more = {
    ...people,
    Nia: { id: "Nia", name: "Nia", roles: ["lead"], admitted: true } as PersonRow,
    Zed: { id: "Zed", name: "Zed", roles: [], admitted: false } as unknown as PersonRow,
  };
  expect(seatsOf(round({}), rooms, more).map((seat) => seat.id)).toEqual(["Ada", "Bea", "Dee", "Ken"]);
});
