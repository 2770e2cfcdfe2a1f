import { defineStage } from "./define.ts";

/** `$match`: lets the documents pass that fulfil a query. Options, code and errors: mql. */
export const match = defineStage({ role: "document", name: "$match", operatorName: "MatchOperator" });
