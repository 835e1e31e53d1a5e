import { afterEach, beforeEach, expect, test } from "vitest";
import { watchFocus } from "./focus_stays";

let end: () => void;
const settled = () => new Promise((done) => setTimeout(done));
const at = (id: string) => document.getElementById(id) as HTMLElement;

beforeEach(() => {
  document.body.innerHTML = `
    <main tabindex="0" id="stage"><input id="box"><p id="note"><button id="vote">I’m in</button></p></main>
    <ul id="door"><li id="ada"><button id="let-ada">Let in</button></li><li><button id="let-ben">Let in</button></li></ul>`;
  end = watchFocus(document);
});

afterEach(() => end());

test("the next of a list gets the focus when the one that had it is gone", async () => {
  at("let-ada").focus();
  at("ada").remove();
  await settled();
  expect(document.activeElement).toBe(at("let-ben"));
});

test("where nothing to press is left near by, the pane itself does, and never a box to type in", async () => {
  at("vote").focus();
  at("note").remove();
  await settled();
  expect(document.activeElement).toBe(at("stage"));
});

test("a focus that somebody took away themselves is left alone", async () => {
  at("let-ada").focus();
  at("let-ada").blur();
  at("note").remove();
  await settled();
  expect(document.activeElement).toBe(document.body);
});
