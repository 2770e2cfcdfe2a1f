import { cmp } from "./cmp.ts";
import { eq } from "./eq.ts";
import { gt } from "./gt.ts";
import { gte } from "./gte.ts";
import { lt } from "./lt.ts";
import { lte } from "./lte.ts";
import { ne } from "./ne.ts";

/** Comparison operators. */
export const comparison = [cmp, eq, gt, gte, lt, lte, ne];
