import { expect, test } from "vitest";
import { asked } from "./blocks";
import { entry, grouping, kind, roomAt, stage } from "./rows_in_tests";
import { viewOf } from "./view";

const TEXT = { name: "text", type: "text", label: "We want to…", hint: "One line.", required: true } as const;
const LATER = { name: "who", type: "text", label: "For whom?", required: false, later: true } as const;
const HOW = {
  name: "how",
  type: "choice",
  label: "What do you make of it?",
  required: true,
  options: { yes: "I agree", not: "Not yet" },
} as const;

test("people in the call only read on the shared screen what stands over everybody's boxes", () => {
  const parts = [{ type: "form", kind: "note" } as const];
  const write = stage({ key: "write", state: "gathering", parts, plenary: false });
  const { state, current } = roomAt(write, [kind({ fields: [TEXT, LATER, HOW] })], []);
  expect(viewOf(state, current)).toMatchObject({
    kind: "alone",
    blocks: [
      {
        type: "asks",
        asks: [
          { title: "We want to…", text: "One line." },
          { title: "What do you make of it?", text: "I agree · Not yet" },
        ],
      },
    ],
  });
});

test("the headings and what to place are asked with their words", () => {
  const panels = { type: "panels", kind: "note", panels: [{ key: "a", title: "Facing", prompt: "What is hard?" }] };
  const sort = {
    type: "sort",
    kind: "place",
    by: "how",
    subjects: [{ key: "s", title: "Trust", text: "Is it there?" }],
  };
  const write = stage({ key: "write", state: "gathering", parts: [panels, sort] as never });
  const { state } = roomAt(write, [kind(), kind({ name: "place", fields: [HOW] })], []);
  const { activities, practices } = state;
  expect(asked(state, activities.a as never, practices.p as never, write)).toMatchObject([
    {
      asks: [
        { title: "Facing", text: "What is hard?" },
        { title: "Trust", text: "Is it there? I agree · Not yet" },
      ],
    },
  ]);
});

test("nothing is asked of a kind that is not written now, or by facilitators alone", () => {
  const parts = [{ type: "form", kind: "note" } as const];
  const read = stage({ key: "read", parts });
  const { state, current } = roomAt(read, [kind({ fields: [TEXT] })], []);
  expect(viewOf(state, current)).toMatchObject({ blocks: [] });
  const theirs = roomAt(read, [kind({ fields: [TEXT], written_in: ["read"], facilitators_only: true })], []);
  expect(viewOf(theirs.state, theirs.current)).toMatchObject({ blocks: [] });
});

test("where answers are shown, they stand instead of the question", () => {
  const vote = { type: "vote", kind: "note", by: "how" } as const;
  const agree = stage({ key: "agree", state: "deciding", parts: [vote] });
  const kinds = [kind({ fields: [HOW], written_in: ["agree"] })];
  const before = roomAt(agree, kinds, []);
  expect(viewOf(before.state, before.current)).toMatchObject({ blocks: [{ type: "asks" }] });
  const after = roomAt(agree, kinds, [entry("1", "", { body: { how: "yes" } })]);
  expect(viewOf(after.state, after.current)).toMatchObject({ blocks: [{ type: "counts" }] });
});

test("groups at work keep their questions and the rooms of people in the call only, and nothing that they write", () => {
  const parts = [{ type: "panels", kind: "note", panels: [{ key: "a", title: "Facing" }] }];
  const here = stage({ key: "write", state: "revealed", parts: parts as never, plenary: false });
  const { state, current } = roomAt(here, [kind()], [entry("1", "a group's own words")]);
  const callers = [{ number: 4, names: ["Ada"], others: 3 }];
  const view = viewOf(state, { ...current, grouping: { ...grouping("sent"), callers } });
  expect(view).toMatchObject({
    kind: "groups",
    blocks: [
      { type: "rooms", rooms: callers },
      { type: "asks", asks: [{ title: "Facing" }] },
    ],
  });
  expect(JSON.stringify(view)).not.toContain("a group's own words");
});
