import { useState } from "react";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { useRoom } from "../use_room";

/** Go on elsewhere, on the phone for instance: a code that carries one's own page and everything typed so far. */
export function AnotherDevice() {
  const { you } = useRoom();
  const [open, setOpen] = useState(false);
  if (you.roles.length > 0) return null; // who runs sessions signs in on each device
  return (
    <>
      <Button kind="quiet" size="small" icon="qr" onClick={() => setOpen(true)}>
        Go on with another device
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Go on with another device">
        <div className="scan">
          <img className="qr" src="/me/device/code.svg" alt="A code to photograph; it opens your own page" />
          <p>Point its camera at this code. You go on there without a password, and what you have typed is there.</p>
        </div>
        <p className="hint">
          Keep it to yourself: whoever opens it is you. Is your screen shared in the call? Close this first.
        </p>
        <p>
          <a href="/me/device/">The same as a link to copy</a>
        </p>
      </Dialog>
    </>
  );
}
