import { expect, test } from "vitest";
import type { KindRow, PracticeRow } from "../room/wire.gen";
import { seenBy } from "./part";

const practice = { stages: [{ key: "write" }, { key: "read" }] } as unknown as PracticeRow;
const here = { grouped: false, staysHere: true };

function kind(declared: Partial<KindRow>): KindRow {
  return { product: "", seen_by: "session", shown_from: "read", attribution: "hidden", ...declared } as KindRow;
}

test("what nobody else gets is said to be one's own", () => {
  expect(seenBy(kind({ seen_by: "private", shown_from: null }), practice, "write", here).by).toBe("you");
});

test("feedback is never said to be one's own: the hosts read it", () => {
  const said = seenBy(kind({ product: "feedback", seen_by: "private", shown_from: null }), practice, "write", here);
  expect(said.by).toBe("organiser");
  expect(said.text).toContain("The hosts, after the close");
  expect(said.text).not.toContain("Only you");
});

test("what waits for its reveal says so, and what stays here", () => {
  const said = seenBy(kind({}), practice, "write", here);
  expect(said.text).toBe(
    "Only you, until the facilitator shows all notes at once. Then everyone here, without your name. It stays in the room.",
  );
  expect(seenBy(kind({}), practice, "read", { ...here, staysHere: false }).text).toBe(
    "Everyone here, without your name.",
  );
});
