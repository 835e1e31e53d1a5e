import { describe, expect, it } from "vitest";
import { placeOf, put, stepFrom, type Top } from "./order";

const afternoon: Top[] = [
  { id: "welcome", block: false, parts: [] },
  { id: "coffee", block: false, parts: [] },
  { id: "complexity", block: true, parts: ["talk", "sort"] },
  { id: "tea", block: false, parts: [] },
];

describe("a step in the agenda", () => {
  it("changes places with the neighbour", () => {
    expect(stepFrom(afternoon, "coffee", "up")).toEqual({ into: "", index: 0 });
    expect(stepFrom(afternoon, "coffee", "down")).toEqual({ into: "", index: 2 });
  });

  it("ends at the first and last place", () => {
    expect(stepFrom(afternoon, "welcome", "up")).toBeUndefined();
    expect(stepFrom(afternoon, "tea", "down")).toBeUndefined();
  });

  it("leads into the block before, else into the one after", () => {
    expect(stepFrom(afternoon, "tea", "in")).toEqual({ into: "complexity", index: 2 });
    expect(stepFrom(afternoon, "coffee", "in")).toEqual({ into: "complexity", index: 0 });
    expect(stepFrom(afternoon, "welcome", "in")).toBeUndefined();
  });

  it("leads out of a block at its edges, and to the right of it", () => {
    expect(stepFrom(afternoon, "talk", "up")).toEqual({ into: "", index: 2 });
    expect(stepFrom(afternoon, "sort", "down")).toEqual({ into: "", index: 3 });
    expect(stepFrom(afternoon, "talk", "out")).toEqual({ into: "", index: 3 });
  });

  it("never leads a block into a block", () => {
    const two = [...afternoon, { id: "purpose", block: true, parts: [] }];
    expect(stepFrom(two, "purpose", "in")).toBeUndefined();
    expect(put(two, "purpose", { into: "complexity", index: 0 })).toEqual(two);
  });
});

describe("putting an item somewhere", () => {
  it("keeps everything once", () => {
    const moved = put(afternoon, "welcome", { into: "complexity", index: 1 });
    expect(moved.map((each) => each.id)).toEqual(["coffee", "complexity", "tea"]);
    expect(placeOf(moved, "welcome")).toEqual({ into: "complexity", index: 1 });
  });

  it("takes a block with its parts", () => {
    const moved = put(afternoon, "complexity", { into: "", index: 0 });
    expect(moved[0]).toEqual(afternoon[2]);
  });

  it("and back again is where it was", () => {
    const there = put(afternoon, "sort", { into: "", index: 0 });
    expect(put(there, "sort", { into: "complexity", index: 1 })).toEqual(afternoon);
  });
});
