/** Operators that run code of the definition. */
import { functionOperator } from "./function.ts";

export const custom = [functionOperator];
