import { defineStage } from "./define.ts";

/** `$project`: keeps, leaves out or computes fields. Options, code and errors: mql. */
export const project = defineStage({ role: "document", name: "$project", operatorName: "ProjectOperator" });
