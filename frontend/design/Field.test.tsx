import { useState } from "react";
import { describe, expect, test } from "vitest";
import { bandOf, charactersIn } from "./counting";
import { TextField } from "./Field";
import { find, render, type } from "./rendering";
import { WhoSees } from "./Surfaces";

function Note({ limit, start = "" }: { limit: number; start?: string }) {
  const [text, setText] = useState(start);
  return <TextField label="A note" hint="One thought." value={text} onChange={setText} limit={limit} />;
}

const said = () => find('[role="status"]').textContent;

describe("how full a field is", () => {
  test.each([
    [0, 280, "characters", "plenty"],
    [251, 280, "characters", "plenty"],
    [252, 280, "characters", "near"],
    [280, 280, "characters", "full"],
    [281, 280, "characters", "over"],
    [34, 40, "words", "plenty"],
    [35, 40, "words", "near"],
    [41, 40, "words", "over"],
    [0, 12, "characters", "plenty"],
    [7, 12, "characters", "plenty"],
    [8, 12, "characters", "near"],
  ] as const)("%d of %d %s is %s", (used, limit, unit, band) => {
    expect(bandOf(used, limit, unit)).toBe(band);
  });

  test("characters are counted as the server counts them", () => {
    expect(charactersIn("cafe\u0301")).toBe(4);
    expect(charactersIn("tŷ")).toBe(2);
    expect(charactersIn("👍")).toBe(1);
    expect(charactersIn("a\r\nb")).toBe(3);
  });
});

describe("the counter", () => {
  test("shows every letter and says nothing until a threshold is passed", () => {
    render(<Note limit={60} />);
    type("textarea", "No lit route home");
    expect(find(".count").textContent).toBe("17 of 60 characters");
    expect(said()).toBe("");
    type("textarea", "No lit route home after four in the aft");
    expect(said()).toBe("");
    type("textarea", "No lit route home after four in the afternoon");
    expect(said()).toBe("15 characters left");
    type("textarea", "No lit route home after four in the afternoon, and");
    expect(said()).toBe("15 characters left");
  });

  test("says how much is over, keeps the words, and says when they fit again", () => {
    render(<Note limit={10} />);
    type("textarea", "Thirteen words");
    expect(find<HTMLTextAreaElement>("textarea").value).toBe("Thirteen words");
    expect(find(".count").className).toContain("over");
    expect(said()).toBe("4 characters over. It is kept as a draft.");
    type("textarea", "Thirteen");
    expect(said()).toBe("Within the limit again.");
  });

  test("says nothing about a field that was full when the page opened", () => {
    render(<Note limit={4} start="full" />);
    expect(said()).toBe("");
  });
});

test("the box is named by its label and described by hint, error, count and who will see it", () => {
  render(
    <TextField
      label="Email address"
      hint="We send your link here."
      error="Your email address needs an @"
      lines={1}
      limit={80}
      value="dee"
      onChange={() => undefined}
      whoSees={(id) => (
        <WhoSees by="organiser" id={id}>
          The organiser only.
        </WhoSees>
      )}
    />,
  );
  const box = find<HTMLInputElement>("input");
  expect(box.labels?.[0]?.textContent?.trim()).toBe("Email address");
  expect(box.getAttribute("aria-invalid")).toBe("true");
  const described = (box.getAttribute("aria-describedby") ?? "").split(" ");
  const texts = described.map((id) => document.getElementById(id)?.textContent?.trim());
  expect(texts).toEqual([
    "We send your link here.",
    "Error: Your email address needs an @",
    "3 of 80 characters",
    "Who will see thisThe organiser only.",
  ]);
});
