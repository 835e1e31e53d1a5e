/** jsdom knows `<dialog>` and `popover` but not how they open and close: this stands in for the browser, in tests only. */
function toggled(target: HTMLElement, newState: "open" | "closed"): void {
  const event = Object.assign(new Event("toggle"), { newState, oldState: newState === "open" ? "closed" : "open" });
  target.dispatchEvent(event);
}

if (!("showModal" in HTMLDialogElement.prototype)) {
  Object.assign(HTMLDialogElement.prototype, {
    showModal(this: HTMLDialogElement) {
      this.open = true;
    },
    close(this: HTMLDialogElement, returnValue?: string) {
      if (!this.open) return;
      this.open = false;
      if (returnValue !== undefined) this.returnValue = returnValue;
      this.dispatchEvent(new Event("close"));
    },
  });
}

if (!("showPopover" in HTMLElement.prototype)) {
  const before = new WeakMap<HTMLElement, Element | null>();
  Object.assign(HTMLElement.prototype, {
    showPopover(this: HTMLElement) {
      before.set(this, document.activeElement);
      this.dataset.shown = "yes";
      this.style.display = "block";
      toggled(this, "open");
    },
    hidePopover(this: HTMLElement) {
      if (!this.dataset.shown) return;
      delete this.dataset.shown;
      const back = before.get(this);
      if (this.contains(document.activeElement) && back instanceof HTMLElement) back.focus();
      this.style.removeProperty("display");
      toggled(this, "closed");
    },
  });
}

export {};
