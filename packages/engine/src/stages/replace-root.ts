import { defineStage } from "./define.ts";

/** `$replaceRoot`: puts a computed document in the place of the document. Options, code and errors: mql. */
export const replaceRoot = defineStage({ role: "document", name: "$replaceRoot", operatorName: "ReplaceRootOperator" });
