import { definitionOf } from "../../definition/index.ts";
import { defineArrayStage } from "../define.ts";
import { objectOf } from "../nodes.ts";
import { readExpression, readGroup } from "../read.ts";

/** `$sortByCount`: how often each value of an expression occurs, the most frequent first. */
export const sortByCount = defineArrayStage({
  name: "$sortByCount",
  parse: (node, place) => {
    const { parser, pointer } = place;
    const isExpression =
      (node.kind === "scalar" && typeof node.value === "string" && node.value.startsWith("$")) ||
      (node.kind === "object" && node.entries[0]?.key.startsWith("$") === true);
    if (!isExpression) {
      parser.problems.shape(pointer, '$sortByCount takes a field path such as "$a" or an object with an operator.');
      return () => [];
    }
    const before = parser.problems.list.length;
    readExpression(node, pointer, place);
    if (parser.problems.list.length > before) return () => [];
    const grouped = readGroup(objectOf({ _id: node, count: definitionOf({ $sum: 1 }) }), pointer, place);
    return (input, host) => grouped(input, host).sort((a, b) => (b.count as number) - (a.count as number));
  },
  docs: {
    syntax: "{ $sortByCount: expression }",
    summary: "Counts the occurrences of each value.",
    examples: [
      {
        in: [{ a: "x" }, { a: "y" }, { a: "y" }],
        stage: { $sortByCount: "$a" },
        out: [
          { _id: "y", count: 2 },
          { _id: "x", count: 1 },
        ],
      },
    ],
  },
});
