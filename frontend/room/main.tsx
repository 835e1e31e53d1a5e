import "../design/look";
import "../design/room.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Announcer } from "../design/Announcer";
import { Toasts } from "../design/Toast";
import { Connection } from "./connection";
import { Room } from "./Room";
import { RoomContext } from "./use_room";

const root = document.getElementById("room");
if (root) {
  const connection = new Connection(root.dataset.session ?? "");
  connection.start();
  createRoot(root).render(
    <StrictMode>
      <RoomContext value={connection}>
        <Announcer>
          <Toasts>
            <Room host={root.dataset.host ?? ""} />
          </Toasts>
        </Announcer>
      </RoomContext>
    </StrictMode>,
  );
}
