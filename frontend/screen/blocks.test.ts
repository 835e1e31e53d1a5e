import { expect, test } from "vitest";
import type { FieldSpec, StageRow } from "../room/wire.gen";
import { blocksOf } from "./blocks";
import { entry, kind, roomAt, stage } from "./rows_in_tests";

const WALL: StageRow["parts"][number] = { type: "wall", kind: "note", title: "What we wrote" };
const DOMAIN = {
  name: "domain",
  type: "choice",
  options: { clear: "Clear", complex: "Complex" },
} as unknown as FieldSpec;

function drawn(parts: StageRow["parts"], ...rest: [Parameters<typeof roomAt>[1], Parameters<typeof roomAt>[2]]) {
  const here = stage({ parts });
  const { state, activity, practice } = roomAt(here, ...rest);
  return blocksOf(state, activity, practice, here);
}

test("the wall shows what everybody may see, and nothing of one person or one group", () => {
  const entries = [
    entry("1", "The bus stops at six"),
    entry("2", "Still mine", { state: "private" }),
    entry("3", "Our group’s", { audience: "group:g" }),
  ];
  const [block] = drawn([WALL], [kind()], entries);
  expect(block).toMatchObject({ type: "notes", notes: [{ text: "The bus stops at six" }] });
});

test("no name comes to the screen, even of an entry that has one", () => {
  const [block] = drawn([WALL], [kind()], [entry("1", "Ask the school nurse", { author: "Bea" })]);
  expect(JSON.stringify(block)).not.toContain("Bea");
});

test("notes of one theme stand together under its title; those of none come last", () => {
  const theme = entry("t", "Trust", { kind: "theme", body: { title: "Trust" } });
  const entries = [theme, entry("1", "loose"), entry("2", "themed", { theme: "t", order: 1 })];
  const [block] = drawn([{ ...WALL, themes: true } as typeof WALL], [kind()], entries);
  expect(block).toMatchObject({
    notes: [
      { text: "themed", tag: "Trust" },
      { text: "loose", tag: "" },
    ],
  });
});

test("a point that is the same as another is counted with it", () => {
  const entries = [entry("1", "No evening bus"), entry("2", "The last bus", { theme: "1", order: 1 })];
  const [block] = drawn([WALL], [kind()], entries);
  expect(block).toMatchObject({ notes: [{ text: "No evening bus", same: 1 }] });
});

test("placements are shown as counts by kind, never as an average", () => {
  const place = (id: string, domain: string) => entry(id, "", { kind: "placement", about: "x", body: { domain } });
  const issue = entry("x", "Fewer girls swim", { kind: "issue", activity: "" });
  const part: StageRow["parts"][number] = { type: "sort", kind: "placement", by: "domain", from_kind: "issue" };
  const sorted = kind({ name: "placement", fields: [DOMAIN] });
  const blocks = drawn([part], [sorted], [issue, place("1", "clear"), place("2", "complex"), place("3", "complex")]);
  expect(blocks).toEqual([
    { type: "spread", columns: ["Clear", "Complex"], rows: [{ id: "x", title: "Fewer girls swim", counts: [1, 2] }] },
  ]);
});

test("restatements are read under the statement, which is not repeated", () => {
  const statement = entry("s", "Make it easy to be active", { kind: "statement" });
  const restated = entry("r", "Active after school", { kind: "restatement" });
  const parts: StageRow["parts"] = [
    { type: "statement", kind: "statement" },
    { type: "compare", original: "statement", restated: "restatement" },
  ];
  const blocks = drawn(parts, [kind({ name: "statement", pen: true })], [statement, restated]);
  expect(blocks.map((block) => block.type)).toEqual(["said", "readings"]);
});

test("a part that the settings leave out is not drawn", () => {
  const part: StageRow["parts"][number] = { type: "wall", kind: "note", when: { form: "experienced" } };
  expect(drawn([part], [kind()], [entry("1", "a")])).toEqual([]);
});
