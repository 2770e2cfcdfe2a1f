import { below } from "../../compiler/problems.ts";
import { defineFieldOperator } from "../define.ts";
import { nothing } from "../tree.ts";

/** $all: arrays that hold all of the values, or have an item for each `$elemMatch`. An empty list selects nothing. */
export const all = defineFieldOperator({
  name: "$all",
  parse: (parser, node, pointer, path) => {
    if (node.kind !== "array") {
      parser.problems.shape(pointer, "$all takes an array of values.");
      return nothing;
    }
    if (node.items.length === 0) return nothing;
    const isQueries = node.items.some((item) => parser.isOperators(item));
    const parts = node.items.map((item, index) => {
      const place = below(pointer, index);
      if (isQueries && !(parser.isOperators(item) && item.entries.length === 1 && item.entries[0]!.key === "$elemMatch")) {
        parser.problems.shape(place, "The items of $all are either all { $elemMatch: … } or all values.");
      }
      return parser.condition(item, place, path);
    });
    return { kind: "and", parts };
  },
  docs: {
    syntax: "{ field: { $all: [value, …] } }",
    summary: "Selects documents with an array that holds all values.",
    examples: [
      { in: { a: ["x", "y", "z"] }, query: { a: { $all: ["z", "x"] } }, out: true },
      { in: { a: ["x"] }, query: { a: { $all: ["x", "y"] } }, out: false },
      { in: { a: "x" }, query: { a: { $all: ["x"] } }, out: true },
      {
        in: { a: [{ b: 1 }, { b: 2 }] },
        query: { a: { $all: [{ $elemMatch: { b: 1 } }, { $elemMatch: { b: 2 } }] } },
        out: true,
      },
      { in: { a: ["x"] }, query: { a: { $all: [] } }, out: false },
    ],
  },
});
