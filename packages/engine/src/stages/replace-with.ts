import { defineStage } from "./define.ts";

/** `$replaceWith`: `$replaceRoot` with the expression alone. Options, code and errors: mql. */
export const replaceWith = defineStage({ role: "document", name: "$replaceWith", operatorName: "ReplaceRootOperator" });
