import { words } from "./words";

/** Whole seconds for a screen: 504 -> "08:24", 4000 -> "1:06:40". Anything below zero is 00:00. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** The same for the ear: 504 -> "8 minutes 24 seconds". */
export function spokenTime(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  const parts = [];
  if (minutes > 0) parts.push(words.minutes(minutes));
  if (rest > 0 || minutes === 0) parts.push(words.seconds(rest));
  return parts.join(" ");
}
