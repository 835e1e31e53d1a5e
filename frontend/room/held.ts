import { useReducer, useRef } from "react";

/** Whether somebody is in the middle of a text in the room's main part. */
function isTyping(): boolean {
  const box = document.activeElement;
  const isText = box instanceof HTMLTextAreaElement || (box instanceof HTMLInputElement && box.type === "text");
  return isText && box.value.trim() !== "" && box.closest("main") !== null;
}

/**
 * A screen never jumps under somebody who is typing: they stay where they were until they come along.
 * `placeOf` tells two places apart; within one place the newest is always shown.
 */
export function useHeldWhileTyping<Place>(latest: Place, placeOf: (place: Place) => string) {
  const shown = useRef(latest);
  const movedOn = useRef(false);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  // Decided while drawing: once the new place is on the page, the box that they typed in has gone.
  movedOn.current = placeOf(shown.current) !== placeOf(latest) && (movedOn.current || isTyping());
  if (!movedOn.current) shown.current = latest;
  const comeAlong = () => {
    shown.current = latest;
    redraw();
  };
  return { shown: shown.current, movedOn: movedOn.current, comeAlong };
}
