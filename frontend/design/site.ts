/** The pages outside the live room. They work without this file's code; it only makes three things kinder. */
import "./look";
import "./site.css";
import "./planner.css";
import { enhance } from "./enhance";

enhance(document);
