/** What every page wears: typefaces, tokens, base and print. Entries import this first, then their own styles. */
import "@fontsource-variable/fraunces/standard.css";
import "@fontsource-variable/atkinson-hyperlegible-next/wght.css";
import "./tokens.css";
import "./base.css";
import "./print.css";
import "./icons.svg";
import "./mark.svg";
