/** The practice library beside the agenda: filtered as one types. Without this the form asks the server. */

export interface Wanted {
  words: string[];
  short: boolean;
  groups: boolean;
}

const UP_TO = 30;

export function fits(entry: HTMLElement, wanted: Wanted): boolean {
  const text = entry.dataset.words ?? "";
  if (!wanted.words.every((word) => text.includes(word))) return false;
  if (wanted.short && Number(entry.dataset.minutes) > UP_TO) return false;
  return !wanted.groups || "groups" in entry.dataset;
}

export function enableLibrary(page: Document): void {
  const form = page.querySelector<HTMLFormElement>("[data-library-filter]");
  const entries = page.querySelectorAll<HTMLElement>(".library > [data-words]");
  const asked = new URLSearchParams(page.location.search);
  // A list that the server has filtered already lacks what would have to come back.
  if (!form || ["q", "short", "groups"].some((name) => asked.has(name))) return;
  const none = page.createElement("p");
  none.className = "hint";
  none.setAttribute("role", "status");
  form.after(none);
  form.querySelector("[data-library-button]")?.setAttribute("hidden", "");
  const show = (): void => {
    const given = new FormData(form);
    const words = String(given.get("q") ?? "")
      .toLowerCase()
      .split(/\s+/u)
      .filter(Boolean);
    const wanted = { words, short: given.has("short"), groups: given.has("groups") };
    let shown = 0;
    for (const entry of entries) {
      entry.hidden = !fits(entry, wanted);
      if (!entry.hidden) shown += 1;
    }
    none.textContent = shown ? "" : "No practice fits that. Try fewer words.";
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
}
