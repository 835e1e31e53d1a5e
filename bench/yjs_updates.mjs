// Genuine Yjs updates for the peers of bench/live.py: each editor has a note of their own, and changes its text.
// node yjs_updates.mjs EDITORS UPDATES FILE  (beside a node_modules with yjs)
import { writeFileSync } from "node:fs";
import * as Y from "yjs";

const [editors, updates, notes, file] = [...process.argv.slice(2, 5).map(Number), process.argv[5]];

const marker = (editor, update) =>
  `~${editor.toString(16).padStart(4, "0")}${update.toString(16).padStart(6, "0")}~`;
const base64 = (update) => Buffer.from(update).toString("base64");

function edits(editor) {
  const doc = new Y.Doc();
  doc.clientID = 10_000_000 + editor * 7919;
  const found = [];
  doc.on("update", (update) => found.push(base64(update)));
  const note = new Y.Map();
  doc.transact(() => {
    doc.getMap("notes").set(`n${editor}`, note);
    note.set("panel", "story");
    note.set("text", `${marker(editor, 0)} more of us walk to school`);
  });
  for (let update = 1; update < updates; update += 1) {
    note.set("text", `${marker(editor, update)} more of us walk to school`);
  }
  return found;
}

function board() {
  const doc = new Y.Doc();
  doc.clientID = 777;
  doc.transact(() => {
    for (let place = 0; place < notes; place += 1) {
      const note = new Y.Map();
      doc.getMap("notes").set(`b${place}`, note);
      note.set("panel", "story");
      note.set("text", new Y.Text(`Note ${place}: what we would see in a year if this had begun to work for us all`));
    }
  });
  return base64(Y.encodeStateAsUpdate(doc));
}

const all = Array.from({ length: editors }, (_, editor) => edits(editor));
writeFileSync(file, JSON.stringify({ updates: all, board: board() }));
