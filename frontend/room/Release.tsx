import { textOf, useDo } from "../board_kit/part";
import { Button } from "../design/Button";
import { Card, Notice } from "../design/Surfaces";
import { useRoom } from "./use_room";
import type { EntryRow, GroupRow } from "./wire.gen";

const PRODUCTS = { purpose: "our common purpose", key_points: "our key points" } as const;
type Product = keyof typeof PRODUCTS;

/** Before the close: may what our group made leave the room? One “no” holds it, and nobody is told whose. */
export function ReleaseScreen() {
  const { groups, you } = useRoom();
  const made = useMade();
  const own = Object.values(groups).filter((group) => group.members.includes(you.person));
  const asked = own
    .flatMap((group) =>
      (Object.keys(PRODUCTS) as Product[]).map((product) => ({ group, product, entries: made(group, product) })),
    )
    .filter((one) => one.entries.length > 0);
  if (asked.length === 0) return null;
  return (
    <section className="release" aria-label="May it leave the room?">
      <h2>May it leave the room?</h2>
      <p>
        What your group made together stays here unless everyone in it agrees. A single no is enough, and nobody sees
        whose it was.
      </p>
      {asked.map(({ group, product, entries }) => (
        <Ask key={`${group.id}:${product}`} group={group} product={product} entries={entries} />
      ))}
    </section>
  );
}

function Ask({ group, product, entries }: { group: GroupRow; product: Product; entries: readonly EntryRow[] }) {
  const { you } = useRoom();
  const perform = useDo();
  const answer = you.answers?.[`${group.id}:${product}`];
  const say = (yes: boolean) => void perform({ kind: "answer_release", group: group.id, product, yes });
  return (
    <Card title={`Room ${group.number}: ${PRODUCTS[product]}`} level={3}>
      <ul className="answers">
        {entries.map((entry) => (
          <li key={entry.id} dir="auto">
            {textOf(entry)}
          </li>
        ))}
      </ul>
      <div className="row">
        <Button kind={answer === true ? "main" : "quiet"} aria-pressed={answer === true} onClick={() => say(true)}>
          It may be in the record
        </Button>
        <Button kind={answer === false ? "main" : "quiet"} aria-pressed={answer === false} onClick={() => say(false)}>
          It stays here
        </Button>
      </div>
      {answer !== undefined && (
        <Notice tone="moss">Your answer is kept. You can change it until the record is made.</Notice>
      )}
    </Card>
  );
}

/** What a group made of a product, by the kinds that its practices declare. */
function useMade(): (group: GroupRow, product: Product) => EntryRow[] {
  const { entries, activities, practices } = useRoom();
  return (group, product) =>
    Object.values(entries).filter((entry) => {
      const practice = practices[activities[entry.activity]?.practice ?? ""];
      const kind = practice?.kinds.find((one) => one.name === entry.kind);
      return entry.group === group.id && kind?.product === product;
    });
}
