import { forgetEverything } from "../room/kept";
import { charactersIn } from "./counting";
import { words } from "./words";

/** How long a button says "Copied" before it says its own words again. */
export const COPIED_MS = 4000;

/** `<button data-copy="text" data-copied="Copied">`: hidden until there is a clipboard to copy to. */
function copyButtons(page: Document): void {
  if (!navigator.clipboard) return;
  for (const button of page.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    button.hidden = false;
    const own = button.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy ?? "");
      button.textContent = button.dataset.copied ?? words.saved;
      setTimeout(() => {
        button.textContent = own;
      }, COPIED_MS);
    });
  }
}

/** The reader's own time for a moment, or nothing where it is the same as the one written on the page. */
export function localHint(iso: string, written: string, zone?: string): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.valueOf())) return "";
  const timeIn = (timeZone: string | undefined) =>
    new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", weekday: "short", timeZone }).format(moment);
  const here = timeIn(zone);
  return here === timeIn(written) ? "" : here;
}

/** `<time datetime="..." data-zone="Europe/London" data-local="your time">` gains "(Tue 14:00 your time)" elsewhere. */
function localTimes(page: Document): void {
  for (const time of page.querySelectorAll<HTMLTimeElement>("time[data-zone]")) {
    const here = localHint(time.dateTime, time.dataset.zone ?? "Europe/London");
    if (!here) continue;
    const hint = page.createElement("span");
    hint.className = "localtime";
    hint.textContent = ` (${here} ${time.dataset.local ?? ""})`.replace(" )", ")");
    time.append(hint);
  }
}

/** `<form data-confirm="dialog-id">`: asks first, in the page's own dialog. Without code, the next page asks. */
function confirmations(page: Document): void {
  for (const form of page.querySelectorAll<HTMLFormElement>("form[data-confirm]")) {
    const dialog = page.getElementById(form.dataset.confirm ?? "");
    if (!(dialog instanceof HTMLDialogElement)) continue;
    form.addEventListener("submit", (event) => {
      if (form.dataset.confirmed === "yes") return;
      event.preventDefault();
      dialog.showModal();
    });
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.confirmed = "yes";
      form.requestSubmit();
    });
  }
}

/** `<p class="count" id="BOX-count" data-limit="280">` counts as one writes; over the limit is said, never cut. */
function counters(page: Document): void {
  for (const count of page.querySelectorAll<HTMLElement>(".count[data-limit]")) {
    const box = page.getElementById(count.id.replace(/-count$/u, ""));
    const limit = Number(count.dataset.limit);
    if (!(box instanceof HTMLTextAreaElement || box instanceof HTMLInputElement) || !limit) continue;
    const show = () => {
      const used = charactersIn(box.value);
      count.textContent = words.countOf(used, limit, words.characters(limit));
      count.classList.toggle("over", used > limit);
    };
    box.setAttribute("aria-describedby", `${box.getAttribute("aria-describedby") ?? ""} ${count.id}`.trim());
    box.addEventListener("input", show);
    show();
  }
}

/** `<form data-forgets>`: who sends it leaves this device, and nothing that the live room kept here may stay. */
function forgetting(page: Document): void {
  for (const form of page.querySelectorAll<HTMLFormElement>("form[data-forgets]")) {
    form.addEventListener("submit", forgetEverything);
  }
}

/** After a form came back with errors, the summary is the first thing read. */
function focusErrors(page: Document): void {
  page.querySelector<HTMLElement>(".summary-errors")?.focus();
}

export function enhance(page: Document): void {
  copyButtons(page);
  localTimes(page);
  confirmations(page);
  counters(page);
  forgetting(page);
  focusErrors(page);
}
