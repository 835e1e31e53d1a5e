import { Notice } from "../design/Surfaces";
import type { Cards as CardsPart, Prompts as PromptsPart } from "../room/wire.gen";
import { lines, type PartProps } from "./part";

/** Cards to read. A line of a setting is “title | text | source”. */
export function Cards({ part, activity }: PartProps<CardsPart>) {
  const own = part.setting ? lines(activity, part.setting).map(fromLine) : [];
  const cards = own.length > 0 ? own : (part.cards ?? []);
  if (cards.length === 0) return null;
  return (
    <section className="board" aria-label={part.title || "To read"}>
      {part.title && <h3>{part.title}</h3>}
      <ul className="answers">
        {cards.map((card) => (
          <li key={card.key}>
            <strong>{card.title}</strong>
            {card.text && <p>{card.text}</p>}
            {card.hint && <p className="hint">{card.hint}</p>}
            {card.source && <p className="faint">{card.source}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function fromLine(line: string, place: number) {
  const [title = "", text = "", ...source] = line.split("|").map((piece) => piece.trim());
  return { key: String(place), title, text, hint: "", source: source.join(" · ") };
}

/** Questions that stay in view. */
export function Prompts({ part, activity }: PartProps<PromptsPart>) {
  const prompts = lines(activity, part.setting);
  if (prompts.length === 0) return null;
  return (
    <section aria-label={part.title || "To talk about"}>
      {part.title && <h3 className="label-heading">{part.title}</h3>}
      <ol className="prompts">
        {prompts.map((prompt) => (
          <li key={prompt}>{prompt}</li>
        ))}
      </ol>
    </section>
  );
}

/** What the practice has to say about the board: words, never a score. */
export function Findings({
  findings,
}: {
  findings: readonly { id: string; text: string; tone: string; rows?: readonly (readonly string[])[] }[];
}) {
  if (findings.length === 0) return null;
  return (
    <div className="stackv tight">
      {findings.map((finding) => (
        <Notice key={finding.id} tone={finding.tone === "look" ? "amber" : finding.tone === "good" ? "moss" : "sky"}>
          <p>{finding.text}</p>
          {finding.rows && finding.rows.length > 0 && (
            <dl className="facts">
              {finding.rows.map(([name, value]) => (
                <div key={`${name}`}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          )}
        </Notice>
      ))}
    </div>
  );
}
