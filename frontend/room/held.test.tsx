import { expect, test } from "vitest";
import { doing, find, render, type } from "../design/rendering";
import { useHeldWhileTyping } from "./held";

function Room({ step }: { step: string }) {
  const { shown, movedOn, comeAlong } = useHeldWhileTyping(step, (one) => one);
  return (
    <main>
      <h2>{shown}</h2>
      <textarea key={shown} />
      {movedOn && (
        <button type="button" onClick={comeAlong}>
          Come along
        </button>
      )}
    </main>
  );
}

const heading = () => find("h2").textContent;

test("Ken, who only reads, goes along with the room", () => {
  render(<Room step="write" />);
  render(<Room step="read" />);
  expect(heading()).toBe("read");
});

test("Ken, who is in the middle of a sentence, keeps his box and his words until he comes along", () => {
  render(<Room step="write" />);
  doing(() => find("textarea").focus());
  type("textarea", "Ring the school");
  render(<Room step="read" />);
  expect(heading()).toBe("write");
  expect(find<HTMLTextAreaElement>("textarea").value).toBe("Ring the school");
  render(<Room step="feedback" />);
  expect(heading()).toBe("write");
  doing(() => find<HTMLButtonElement>("button").click());
  expect(heading()).toBe("feedback");
});

test("an empty box holds nobody back", () => {
  render(<Room step="write" />);
  doing(() => find("textarea").focus());
  render(<Room step="read" />);
  expect(heading()).toBe("read");
});
