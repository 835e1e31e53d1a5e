import { expect, test, vi } from "vitest";
import { Button, IconButton } from "./Button";
import { doing, find, render } from "./rendering";

test("Nia presses a button and it acts once", () => {
  const send = vi.fn();
  render(<Button onClick={send}>Send to groups</Button>);
  doing(() => find<HTMLButtonElement>("button").click());
  expect(send).toHaveBeenCalledTimes(1);
});

test("a button that cannot be pressed yet keeps its focus, says why, and does nothing", () => {
  const send = vi.fn();
  render(
    <Button onClick={send} whyNot="3 words over 40">
      Send to everyone
    </Button>,
  );
  const button = find<HTMLButtonElement>("button");
  doing(() => button.click());
  expect(send).not.toHaveBeenCalled();
  expect(button.getAttribute("aria-disabled")).toBe("true");
  expect(button.disabled).toBe(false);
  expect(document.getElementById(button.getAttribute("aria-describedby") ?? "")?.textContent).toBe("3 words over 40");
});

test("a busy button does not send a form a second time", () => {
  const submit = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
  render(
    <form onSubmit={submit}>
      <Button type="submit" busy>
        Sending
      </Button>
    </form>,
  );
  doing(() => find<HTMLButtonElement>("button").click());
  expect(submit).not.toHaveBeenCalled();
});

test("an icon button has a name, and says whether it is pressed", () => {
  render(<IconButton label="Keep Bea in group 1" icon="pin" pressed />);
  expect(find("button").getAttribute("aria-label")).toBe("Keep Bea in group 1");
  expect(find("button").getAttribute("aria-pressed")).toBe("true");
});
