/** A short sound of one's own choosing, off until it is switched on. Nothing is loaded for it. */
const KEY = "folkmoot:chime";
const NOTES = [660, 880];
const SECONDS = 0.18;

let context: AudioContext | undefined;

export function isChiming(): boolean {
  try {
    return localStorage.getItem(KEY) === "yes";
  } catch {
    return false;
  }
}

/** Switch it on or off; on, it sounds at once, so that one knows how loud it is and the browser lets it sound again. */
export function setChiming(on: boolean): void {
  try {
    if (on) localStorage.setItem(KEY, "yes");
    else localStorage.removeItem(KEY);
  } catch {
    // Storage may be forbidden; it lasts until the page is left, then.
  }
  if (on) chime();
}

/** Two soft notes. Silent where the browser has no sound, or has not been touched yet. */
export function chime(): void {
  if (typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  void context.resume();
  NOTES.forEach((pitch, place) => {
    if (!context) return;
    const from = context.currentTime + place * SECONDS;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.12, from);
    volume.gain.exponentialRampToValueAtTime(0.001, from + SECONDS);
    tone.connect(volume).connect(context.destination);
    tone.start(from);
    tone.stop(from + SECONDS);
  });
}
