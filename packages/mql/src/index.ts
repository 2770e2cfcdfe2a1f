export type { Carrier, EvalContext } from "./record.ts";
export type * from "./values/types.ts";
