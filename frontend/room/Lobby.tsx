import { useState } from "react";
import { TextField } from "../design/Field";
import { Icon } from "../design/Icon";
import { Avatar } from "../design/People";
import { Confidence } from "../design/Surfaces";
import { clockText } from "../design/time";
import { AnotherDevice } from "./away/AnotherDevice";
import { OwnCallName } from "./call/CallName";
import type { Current } from "./current";
import { LastSaid } from "./LastSaid";
import { timeOfDay } from "./timing";
import { useItems, useRoom, useServerTime } from "./use_room";

/** Arriving: when we start, what holds here, who is here, what to have at hand, and a minute to practise. */
export function Lobby({ current }: { current: Current }) {
  const { you, here, people } = useRoom();
  const now = useServerTime(1000);
  const items = useItems();
  const session = current.session;
  if (!session) return null;
  const left = session.starts_at ? (session.starts_at - now) / 1000 : null;
  const listed = Object.values(people).filter((person) => person.roles?.length === 0);
  const hosts = Object.values(people).filter((person) => person.roles?.length);
  return (
    <div className="lobby">
      <section className="startcard full" aria-label="When we start">
        <Icon name="clock" large />
        <div>
          {left !== null && left > 0 ? (
            <>
              <b>{left > 3600 * 3 ? timeOfDay(session.starts_at, session.zone) : clockText(left)}</b>
              <p>
                until we start at {timeOfDay(session.starts_at, session.zone)}. Leave this page open; it moves by
                itself.
              </p>
            </>
          ) : (
            <>
              <b>Any moment</b>
              <p>Leave this page open; it moves by itself when the facilitator begins.</p>
            </>
          )}
        </div>
      </section>
      <div className="stackv">
        <LastSaid />
        <section className="card">
          <h2>Welcome, {you.name.split(" ")[0]}</h2>
          <p className="got">
            <Icon name="check" /> {you.admitted ? "You are in, and this device works." : "This device works."}
          </p>
          <Practise />
          <OwnCallName />
          <AnotherDevice />
        </section>
        <section className="card">
          <h2>Today</h2>
          <ul className="plainlist ruled outlinelist">
            {items
              .filter((item) => !item.parent)
              .map((item) => (
                <li key={item.id}>
                  <span>{item.title}</span>
                  <span className="faint">{item.minutes} min</span>
                </li>
              ))}
          </ul>
        </section>
      </div>
      <div className="stackv">
        <section className="card">
          <h2>{here > 1 ? `${here} here` : you.admitted ? "You are the first" : "Who is here"}</h2>
          {hosts.length > 0 && <p>With {hosts.map((person) => person.name).join(", ")}.</p>}
          {listed.length > 0 && (
            <p className="stack">
              {listed.slice(0, 12).map((person) => (
                <Avatar key={person.id} name={person.name} id={person.id} />
              ))}
            </p>
          )}
          <p className="hint">Only people who chose to be listed are shown.</p>
        </section>
        <Confidence>
          {session.rule_words}. {session.afterwards}
        </Confidence>
        <section className="card">
          <h2>Good to have</h2>
          <ul className="needlist">
            <li>
              <Icon name="video" />{" "}
              {session.call_link ? (
                <a href={session.call_link}>The call, open beside this page</a>
              ) : (
                "The call, open beside this page"
              )}
            </li>
            <li>
              <Icon name="sound" /> Captions switched on in the call, if they help you
            </li>
            <li>
              <Icon name="doc" />{" "}
              <a href={`/worksheets/${session.id}/`} target="_blank" rel="noreferrer">
                Worksheets to print, if you like paper
              </a>
            </li>
            <li>
              <Icon name="coffee" /> Something to drink; there is a break
            </li>
          </ul>
        </section>
      </div>
    </div>
  );
}

function Practise() {
  const [text, setText] = useState("");
  return (
    <TextField
      label="Try it out"
      hint="Type anything. It goes nowhere, and nobody sees it."
      value={text}
      onChange={setText}
      limit={140}
      lines={2}
    />
  );
}
