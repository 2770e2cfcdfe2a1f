import { and } from "./and.ts";
import { not } from "./not.ts";
import { or } from "./or.ts";

/** Boolean operators. */
export const boolean = [and, not, or];
