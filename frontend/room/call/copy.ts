import { useToast } from "../../design/Toast";

/** Put a text on the clipboard, and say whether that worked. */
export function useCopy(): (text: string, what: string) => Promise<void> {
  const tell = useToast();
  return async (text, what) => {
    try {
      await navigator.clipboard.writeText(text);
      tell({ text: `${what}: copied.`, icon: "copy", about: "copying", brief: true });
    } catch {
      tell({
        text: "This browser does not let the page copy. Mark the text, and copy it by hand.",
        icon: "warn",
        about: "copying",
      });
    }
  };
}
