import { useEffect } from "react";

/** A window this low has a keyboard open in it, or is zoomed very far. */
const LOW = 480;

/** When a keyboard opens, bring the button of the text at hand into view as well, not the box alone. */
export function useKeyboardRoom(): void {
  useEffect(() => {
    const settle = () => {
      const box = document.activeElement;
      if (window.innerHeight > LOW || !(box instanceof HTMLElement) || !box.matches("textarea, input")) return;
      const button = box.closest("form")?.querySelector("button[type=submit]");
      button?.scrollIntoView({ block: "nearest" });
      box.scrollIntoView({ block: "nearest" });
    };
    window.addEventListener("resize", settle);
    window.visualViewport?.addEventListener("resize", settle);
    return () => {
      window.removeEventListener("resize", settle);
      window.visualViewport?.removeEventListener("resize", settle);
    };
  }, []);
}
