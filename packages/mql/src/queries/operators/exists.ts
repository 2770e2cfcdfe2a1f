import { isTruthy } from "../../compiler/truth.ts";
import { defineFieldOperator } from "../define.ts";
import { field, not } from "../tree.ts";

/** $exists: documents that have the field (or, with a false value, do not), null included. */
export const exists = defineFieldOperator({
  name: "$exists",
  parse: (parser, node, pointer, path) => {
    const present = field(path, {
      items: false,
      accepts: (value) => value !== undefined,
      emit: (_, value) => `${value.js} !== undefined`,
    });
    return isTruthy(parser.value(node, pointer)) ? present : not(present);
  },
  docs: {
    syntax: "{ field: { $exists: bool } }",
    summary: "Selects documents that have a field, or do not.",
    examples: [
      { in: { a: null }, query: { a: { $exists: true } }, out: true },
      { in: {}, query: { a: { $exists: true } }, out: false },
      { in: {}, query: { a: { $exists: false } }, out: true },
      { in: { a: [{ b: 1 }, {}] }, query: { "a.b": { $exists: false } }, out: false },
    ],
  },
});
