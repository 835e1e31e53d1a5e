import { useState } from "react";
import { Button } from "../design/Button";
import { Dialog } from "../design/Dialog";
import type { SessionRow } from "./wire.gen";

/** How others come in: the link, the code and a picture of the link to photograph. */
export function InviteButton({ session }: { session: SessionRow }) {
  const [open, setOpen] = useState(false);
  const link = `${location.origin}/join/${session.join_code}/`;
  return (
    <>
      <Button kind="quiet" size="small" icon="link" onClick={() => setOpen(true)}>
        Invite<span className="wide-words"> · {session.join_code}</span>
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Let people in"
        actions={
          <Button icon="copy" onClick={() => void navigator.clipboard?.writeText(link)}>
            Copy the link
          </Button>
        }
      >
        <p>
          Anyone with the code can come to the door; the producer lets them in before they see any room link. People who
          have booked use the link in their mail.
        </p>
        <p className="code">{session.join_code}</p>
        <p>
          <a href={link}>{link}</a>
        </p>
        <img className="qr" src={`/join/${session.join_code}/qr.svg`} alt={`A code to photograph; it opens ${link}`} />
      </Dialog>
    </>
  );
}
