// Asks the room's own rules of time, as the browser does: rows on standard input, what a screen would say on output.
import { readFileSync } from "node:fs";
import { breakEnd, itemClock, pace, timeOfDay } from "../../frontend/room/timing.ts";

const { leaves, session, item, now } = JSON.parse(readFileSync(0, "utf8"));
const back = breakEnd(item, leaves, session, now);
const said = { pace: pace(leaves, session, now), clock: itemClock(item, now), back: timeOfDay(back, session.zone) };
process.stdout.write(JSON.stringify(said));
