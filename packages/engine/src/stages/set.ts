import { defineStage } from "./define.ts";

/** `$set`: another name of `$addFields`. Options, code and errors: mql. */
export const set = defineStage({ role: "document", name: "$set", operatorName: "AddFieldsOperator" });
