/** Sending changes one after another, and putting each answer in place without losing the focus. */
import { say } from "./page";

const PART = "X-Folkmoot-Part";
const NOT_SENT = "That did not reach the server, and nothing is changed. Try again.";

let queue: Promise<boolean> = Promise.resolve(true);

/** Send a form as its button would, and show the part of the page that the server sends back. */
export function sendForm(planner: HTMLElement, form: HTMLFormElement, button?: HTMLElement | null): Promise<boolean> {
  const body = new FormData(form, button instanceof HTMLButtonElement && button.name ? button : null);
  return send(planner, form.action, body);
}

/** Send one change after those before it. False where the line is down: the page says so, and nothing is changed. */
export function send(planner: HTMLElement, address: string, body: FormData): Promise<boolean> {
  queue = queue.then(() => sendNow(planner, address, body));
  return queue;
}

async function sendNow(planner: HTMLElement, address: string, body: FormData): Promise<boolean> {
  planner.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { [PART]: "agenda" }, redirect: "manual" });
    if (answer.status === 200 || answer.status === 422) replace(planner, await answer.text());
    // Signed out, or no role any more: the page itself says which.
    else if (answer.type === "opaqueredirect" || answer.status === 403) location.reload();
    else throw new Error(String(answer.status));
    return true;
  } catch {
    showTrouble(planner);
    return false;
  } finally {
    planner.removeAttribute("aria-busy");
  }
}

function showTrouble(planner: HTMLElement): void {
  planner.querySelector("[data-not-sent]")?.remove();
  const notice = document.createElement("p");
  notice.className = "notice coral";
  notice.dataset.notSent = "";
  notice.textContent = NOT_SENT;
  planner.prepend(notice);
  say(NOT_SENT);
}

function replace(planner: HTMLElement, html: string): void {
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.id : "";
  planner.innerHTML = html;
  refocus(focused);
  const trouble = planner.querySelector("[role=alert]")?.textContent;
  const words = trouble ?? planner.querySelector<HTMLElement>("[data-said]")?.dataset.said;
  if (words) say(words.trim());
}

/** Back to the same button; where it is gone or cannot be pressed any more, to the row's handle, or the list. */
function refocus(id: string): void {
  if (!id) return;
  const same = document.getElementById(id);
  if (same && !same.matches(":disabled")) {
    same.focus({ preventScroll: true });
    return;
  }
  const item = id.slice(id.lastIndexOf("-") + 1);
  const row = same?.closest<HTMLElement>("[data-item]") ?? document.getElementById(`item-${item}`);
  const next =
    row?.querySelector<HTMLElement>("[data-grab]") ??
    document.querySelector<HTMLElement>("#do-undo:enabled, [data-planner] [data-grab], #add-block");
  next?.focus({ preventScroll: true });
}
