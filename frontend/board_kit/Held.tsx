import { Button } from "../design/Button";
import type { Hold } from "../room/use_hold";

/** Ten seconds in which a text can be taken back before anybody else has it. */
export function Held({ hold }: { hold: Hold }) {
  if (hold.left === null) return null;
  return (
    <div className="held" role="status">
      <span>
        Goes to others in <span aria-hidden="true">{hold.left}</span>
        <span className="vh">ten</span> s.
      </span>
      <Button kind="quiet" size="small" icon="undo" onClick={hold.undo}>
        Undo
      </Button>
      <Button size="small" onClick={hold.now}>
        Post now
      </Button>
    </div>
  );
}
