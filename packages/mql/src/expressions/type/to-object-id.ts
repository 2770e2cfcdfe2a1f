import { kinds } from "../../compiler/kinds.ts";
import { ObjectId } from "../../values/classes.ts";
import { defineExpression } from "../define.ts";
import { intoObjectId } from "./into-other.ts";
import { shorthand } from "./shorthand.ts";

/** $toObjectId: the value as an ObjectId, as `$convert` does without options. Null and missing give null. */
export const toObjectId = defineExpression({
  name: "$toObjectId",
  arity: 1,
  evaluate: shorthand(intoObjectId),
  kinds: kinds.any,
  docs: {
    summary: "Converts a value to an ObjectId.",
    examples: [
      { in: { a: "5ab9cbfa31c2ab715d42129e" }, expr: { $toObjectId: "$a" }, out: new ObjectId("5ab9cbfa31c2ab715d42129e") },
      { in: {}, expr: { $toObjectId: "$a" }, out: null },
      { in: { a: "5ab9" }, expr: { $toObjectId: "$a" }, error: 241 },
    ],
  },
});
