import { concat } from "./concat.ts";
import { split } from "./split.ts";
import { substrCP } from "./substr-cp.ts";
import { toLower } from "./to-lower.ts";
import { toUpper } from "./to-upper.ts";

/** String operators. */
export const string = [concat, split, substrCP, toLower, toUpper];
