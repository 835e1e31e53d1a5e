/** What a page of the wall may hold: beyond this the words become too small to read across a room. */
const MOST_NOTES = 9;
const MOST_CHARACTERS = 720;
/** Even two words take a card. */
const LEAST_OF_A_NOTE = 60;

/** Texts shared out over pages, in their order, so that none of them is cut and each page can be read from the back. */
export function pagesOf<Item>(items: readonly Item[], lengthOf: (item: Item) => number): Item[][] {
  const pages: Item[][] = [];
  let room = 0;
  for (const item of items) {
    const size = Math.max(LEAST_OF_A_NOTE, lengthOf(item));
    const page = pages.at(-1);
    if (page && page.length < MOST_NOTES && size <= room) {
      page.push(item);
      room -= size;
    } else {
      pages.push([item]);
      room = MOST_CHARACTERS - size;
    }
  }
  return pages;
}
