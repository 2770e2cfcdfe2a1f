import { defineStage } from "./define.ts";

/** `$unset`: leaves fields out. Options, code and errors: mql. */
export const unset = defineStage({ role: "document", name: "$unset", operatorName: "UnsetOperator" });
