/** The planner without reloads: buttons, minutes, moving by pointer and keyboard. Every form also works by itself. */
import { enableGrabbing } from "./grab";
import { enableLibrary } from "./library";
import type { Place } from "./order";
import { showAt } from "./page";
import { send, sendForm } from "./send";

function start(planner: HTMLElement): void {
  const isPlanners = (form: HTMLFormElement) =>
    form.method === "post" && (planner.contains(form) || form.hasAttribute("data-planner-form"));

  document.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement) || !isPlanners(event.target)) return;
    event.preventDefault();
    void sendForm(planner, event.target, event.submitter);
  });

  // A number that was typed counts when the box is left, as with every other box of minutes.
  planner.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || !("minutes" in box.dataset) || !box.form) return;
    const body = new FormData(box.form);
    body.set("do", "minutes");
    void send(planner, box.form.action, body);
  });

  enableGrabbing(planner, async (id, from, to) => {
    if (!(await placeItem(planner, id, to))) showAt(planner, id, from);
  });
  closeMenus(planner);
}

async function placeItem(planner: HTMLElement, id: string, to: Place): Promise<boolean> {
  const form = planner.querySelector<HTMLFormElement>("form");
  if (!form) return false;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", String(new FormData(form).get("csrfmiddlewaretoken") ?? ""));
  body.set("do", "place");
  body.set("item", id);
  body.set("into", to.into);
  body.set("index", String(to.index));
  return send(planner, form.action, body);
}

/** One menu at a time; escape closes it and goes back to its button. */
function closeMenus(planner: HTMLElement): void {
  const openMenus = () => planner.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  planner.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
  planner.addEventListener("submit", () => {
    for (const menu of openMenus()) menu.open = false;
  });
}

const planner = document.querySelector<HTMLElement>("[data-planner]");
if (planner) start(planner);
enableLibrary(document);
