import { useState } from "react";
import { classes } from "../design/classes";
import { Meter } from "../design/Surfaces";
import type { Block, WallNote } from "./blocks";
import { pagesOf } from "./pages";
import { ScrollList } from "./ScrollList";

const COLOURS = ["c-lemon", "c-mint", "c-sky", "c-lilac", "c-rose"];

/** One block of the board, large enough to be read across a room. */
export function BlockView({ block }: { block: Block }) {
  switch (block.type) {
    case "cards":
      return <Cards block={block} />;
    case "prompts":
      return <Prompts block={block} />;
    case "asks":
      return <Asks block={block} />;
    case "rooms":
      return <Rooms block={block} />;
    case "notes":
      return <Notes block={block} />;
    case "readings":
      return <Readings block={block} />;
    case "spread":
      return <Spread block={block} />;
    case "counts":
      return <Counts block={block} />;
    case "said":
      return (
        <p className="screen-said" dir="auto">
          {block.text}
        </p>
      );
  }
}

type Of<Type extends Block["type"]> = { block: Extract<Block, { type: Type }> };

function Cards({ block }: Of<"cards">) {
  return (
    <ScrollList className="readings cards" label={block.title || "To read"}>
      {block.cards.map((card) => (
        <li key={card.key}>
          <b className="group">{card.title}</b>
          {card.text && <p>{card.text}</p>}
        </li>
      ))}
    </ScrollList>
  );
}

function Prompts({ block }: Of<"prompts">) {
  return (
    <ol className="screen-prompts" aria-label={block.title || "To talk about"}>
      {block.prompts.map((prompt) => (
        <li key={prompt} dir="auto">
          {prompt}
        </li>
      ))}
    </ol>
  );
}

/** What everybody is asked, as it stands over their boxes. */
function Asks({ block }: Of<"asks">) {
  return (
    <ScrollList className="screen-asks" label="What we are asked">
      {block.asks.map((ask) => (
        <li key={ask.key}>
          <b dir="auto">{ask.title}</b> <span dir="auto">{ask.text}</span>
        </li>
      ))}
    </ScrollList>
  );
}

/** The rooms of people who are in the call only, by the names that companions call them. */
function Rooms({ block }: Of<"rooms">) {
  return (
    <section className="screen-callers">
      <h2>In the call only? Your room:</h2>
      <ScrollList className="screen-rooms" label="Rooms of people who are in the call only">
        {block.rooms.map((room) => (
          <li key={room.number}>
            <b>Room {room.number}</b> <span dir="auto">{room.names.join(", ")}</span>
            {room.others > 0 && <small>with {room.others === 1 ? "one other" : `${room.others} others`}</small>}
          </li>
        ))}
      </ScrollList>
    </section>
  );
}

function Notes({ block }: Of<"notes">) {
  const pages = pagesOf(block.notes, (note) => note.text.length);
  const [wanted, want] = useState(0);
  const at = Math.min(wanted, pages.length - 1);
  const before = pages.slice(0, at).reduce((sum, page) => sum + page.length, 0);
  const page = pages[at] ?? [];
  return (
    <>
      {block.title && <h2>{block.title}</h2>}
      <ScrollList
        className="wall"
        label={`Notes ${before + 1} to ${before + page.length} of ${block.notes.length}, in no order`}
      >
        {page.map((note) => (
          <Note key={note.id} note={note} />
        ))}
      </ScrollList>
      {pages.length > 1 && (
        <p className="screen-pages">
          <button type="button" className="button quiet" disabled={at === 0} onClick={() => want(at - 1)}>
            Before
          </button>
          <span role="status">
            {before + 1} to {before + page.length} of {block.notes.length}. All are on your own page.
          </span>
          <button
            type="button"
            className="button quiet"
            disabled={at === pages.length - 1}
            onClick={() => want(at + 1)}
          >
            More
          </button>
        </p>
      )}
    </>
  );
}

function Note({ note }: { note: WallNote }) {
  const same = note.same === 1 ? "one more group said the same" : `${note.same} more groups said the same`;
  return (
    <li className={COLOURS[note.place % COLOURS.length]}>
      {note.tag && <small>{note.tag}</small>}
      <span dir="auto">{note.text}</span>
      {note.same > 0 && <small>{same}</small>}
    </li>
  );
}

function Readings({ block }: Of<"readings">) {
  return (
    <>
      {block.title && <h2>{block.title}</h2>}
      <ScrollList className={classes("readings", block.texts.length < 3 && "few")} label={block.title || "Statements"}>
        {block.texts.map((text) => (
          <li key={text.id}>
            <p dir="auto">{text.text}</p>
            {text.count && <span className="tag">{text.count}</span>}
          </li>
        ))}
      </ScrollList>
    </>
  );
}

/** How many placed each thing where. Counts side by side, never an average. */
function Spread({ block }: Of<"spread">) {
  return (
    <table className="spread">
      <caption className="vh">How many placed each where</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="vh">What</span>
          </th>
          {block.columns.map((column) => (
            <th scope="col" key={column}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {block.rows.map((row) => {
          const all = row.counts.reduce((sum, count) => sum + count, 0);
          const top = Math.max(...row.counts, 1);
          return (
            <tr key={row.id}>
              <th scope="row" dir="auto">
                {row.title}
              </th>
              {row.counts.map((count, place) => (
                <td key={block.columns[place]} className={count === top ? "top" : count === 0 ? "none" : ""}>
                  <span className="lab">{block.columns[place]}</span>
                  <Meter value={count} max={all} label={`${block.columns[place]}: ${count} of ${all}`} />
                  <b>{count}</b>
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Counts({ block }: Of<"counts">) {
  const all = block.rows.reduce((sum, row) => sum + row.count, 0);
  return (
    <ul className="screen-counts">
      {block.rows.map((row) => (
        <li key={row.label}>
          <span>{row.label}</span>
          <Meter value={row.count} max={all} label={`${row.label}: ${row.count} of ${all}`} thick />
          <b>{row.count}</b>
        </li>
      ))}
    </ul>
  );
}
