import { defineStage } from "./define.ts";

/** `$addFields`: adds computed fields. Options, code and errors: mql. */
export const addFields = defineStage({ role: "document", name: "$addFields", operatorName: "AddFieldsOperator" });
