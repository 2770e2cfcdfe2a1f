import { tsIncrement } from "./ts-increment.ts";
import { tsSecond } from "./ts-second.ts";

/** Timestamp operators. */
export const timestamp = [tsIncrement, tsSecond];
