import { cond } from "./cond.ts";
import { ifNull } from "./if-null.ts";
import { switchExpression } from "./switch.ts";

/** Conditional operators. */
export const conditional = [cond, ifNull, switchExpression];
