import { defineStage } from "./define.ts";

/** `$unwind`: gives one document for each element of an array. Options, code and errors: mql. */
export const unwind = defineStage({ role: "document", name: "$unwind", operatorName: "UnwindOperator" });
