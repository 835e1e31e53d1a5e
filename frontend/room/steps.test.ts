import { expect, test } from "vitest";
import type { Current } from "./current";
import { roundMinutes, stepsOf } from "./steps";
import type { ActivityRow, GroupingRow, ItemRow, PracticeRow, SessionRow, StageRow } from "./wire.gen";

const stage = (key: string, state: string, more: Partial<StageRow> = {}) =>
  ({ key, state, title: key, parts: [], minutes: null, plenary: false, ...more }) as unknown as StageRow;

const TURNS = [{ type: "turns" }] as StageRow["parts"];
const COFFEE = [
  stage("matched", "ready"),
  stage("talk", "gathering", { minutes: 15, parts: TURNS }),
  stage("share", "revealed", { plenary: true }),
];

const tea = { id: "tea", title: "Tea", minutes: 10 } as ItemRow;
const coffee = { id: "coffee", title: "Coffee", minutes: 30, plan: { kind: "coffee" } } as unknown as ItemRow;
const leaves = [coffee, tea];

function at(key: string, stages = COFFEE, item = coffee): Current {
  const settings = {};
  return {
    session: { phase: "live", item: item.id } as SessionRow,
    item,
    activity: { id: "a", stage: key, settings } as unknown as ActivityRow,
    practice: { stages } as PracticeRow,
    stage: stages.find((one) => one.key === key),
    grouping: undefined,
    group: undefined,
  };
}

const groups = (status: string) => [{ id: "g", item: "coffee", status } as GroupingRow];

test("before the start, Go leads to the first part", () => {
  const before = { ...at("matched"), item: undefined, activity: undefined, practice: undefined, stage: undefined };
  expect(stepsOf(before, [], leaves).main).toMatchObject({ do: "go", item: coffee, first: true });
});

test("a part that is done in groups begins with making them", () => {
  expect(stepsOf(at("matched"), [], leaves)).toMatchObject({ main: { do: "make_groups" }, other: { do: "stage" } });
});

test("while a preview is open, sending it is the step, and the bar does not compete with it", () => {
  expect(stepsOf(at("matched"), groups("proposed"), leaves).main).toBeUndefined();
});

test("opening the rooms also begins the work for which people were made ready", () => {
  const { main } = stepsOf(at("matched"), groups("sent"), leaves);
  expect(main).toMatchObject({ do: "open_rooms", minutes: 15, stage: { key: "talk" } });
});

test("before plenary the groups come back", () => {
  expect(stepsOf(at("talk"), groups("open"), leaves)).toMatchObject({
    main: { do: "close_groups" },
    other: { do: "stage", stage: { key: "share" } },
  });
});

test("after the last stage comes the next part, and after the last part the close", () => {
  expect(stepsOf(at("share"), groups("closed"), leaves).main).toMatchObject({ do: "go", item: tea, first: false });
  expect(stepsOf(at("share"), groups("closed"), [coffee]).main).toEqual({ do: "close" });
});

test("a closed session can be reopened", () => {
  const closed = { ...at("share"), session: { phase: "closed" } as SessionRow };
  expect(stepsOf(closed, [], leaves).main).toEqual({ do: "reopen" });
});

test("groups get what the stages before plenary take", () => {
  const purpose = [
    stage("frame", "ready"),
    stage("write", "gathering", { minutes: 3 }),
    stage("read", "revealed", { minutes: 3 }),
    stage("draft", "clustering", { minutes: 19 }),
    stage("hear", "discussing", { plenary: true }),
  ];
  expect(roundMinutes(at("frame", purpose), { ...coffee, minutes: 45 })).toBe(25);
  expect(roundMinutes(at("read", purpose), { ...coffee, minutes: 45 })).toBe(22);
});

test("where the practice does not say, groups get four fifths of the part", () => {
  const breakout = [
    stage("allocated", "ready"),
    stage("working", "revealed"),
    stage("feedback", "x", { plenary: true }),
  ];
  expect(roundMinutes(at("allocated", breakout), { ...coffee, minutes: 12 })).toBe(10);
});
