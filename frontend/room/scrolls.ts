/** A region that scrolls, and may have nothing to press in it, is itself a stop of the Tab key (WCAG 2.1.1). */
export const SCROLLS = { tabIndex: 0 };
