import "../design/look";
import "../design/sort.css";
import "../design/screen.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Connection } from "../room/connection";
import { RoomContext } from "../room/use_room";
import { Screen } from "./Screen";

const root = document.getElementById("screen");
if (root) {
  const connection = new Connection(root.dataset.session ?? "", true);
  connection.start();
  createRoot(root).render(
    <StrictMode>
      <RoomContext value={connection}>
        <Screen host={root.dataset.host ?? ""} />
      </RoomContext>
    </StrictMode>,
  );
}
