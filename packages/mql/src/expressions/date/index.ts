import { dateFromString } from "./date-from-string.ts";
import { dateToString } from "./date-to-string.ts";
import { dateTrunc } from "./date-trunc.ts";

/** Date operators. */
export const date = [dateFromString, dateToString, dateTrunc];
