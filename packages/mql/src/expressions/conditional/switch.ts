import { type ExpressionNode, literalNode, operatorNode } from "../../compiler/ast.ts";
import type { Atom } from "../../compiler/atom.ts";
import type { Emitter } from "../../compiler/emitter.ts";
import { below } from "../../compiler/problems.ts";
import { MqlError } from "../../errors.ts";
import { defineExpression } from "../define.ts";

/** More branches than this are cut into groups, each the default of the one before. */
const branchesAtOnce = 32;

/** $switch: the value of the first branch whose case is true, or the default. Without a default, no true case is an error. */
export const switchExpression = defineExpression({
  name: "$switch",
  parse: (parser, node, pointer, scope, self) => {
    const given = parser.named("$switch", { branches: "required", default: "optional" }, node, pointer);
    const branches = given?.get("branches");
    const place = below(pointer, "branches");
    if (given === undefined || branches === undefined) return literalNode(null, pointer);
    if (branches.kind !== "array" || branches.items.length === 0) {
      parser.problems.shape(place, "$switch takes at least one branch, in an array of { case, then }.");
      return literalNode(null, pointer);
    }
    const pairs = branches.items.flatMap((branch, index) => {
      const pair = parser.fields(
        "A branch of $switch",
        { case: "required", then: "required" },
        branch,
        below(place, index),
        scope,
      );
      return pair === undefined ? [] : [pair];
    });
    const fallback = given.get("default");
    let rest = fallback && parser.expression(fallback, below(pointer, "default"), scope);
    // The default comes first among the operands.
    for (let start = pairs.length - 1 - ((pairs.length - 1) % branchesAtOnce); start >= 0; start -= branchesAtOnce) {
      rest = operatorNode(self, [rest, ...pairs.slice(start, start + branchesAtOnce).flat()], pointer);
    }
    return rest ?? literalNode(null, pointer);
  },
  emit: (e, [fallback, ...pairs], node) => emitBranches(e, pairs, fallback, node),
  docs: {
    syntax: "{ $switch: { branches: [{ case: condition, then: expression }, …], default?: expression } }",
    summary: "Gives the value of the first branch whose case is true.",
    examples: [
      {
        in: { a: 7 },
        expr: {
          $switch: {
            branches: [
              { case: { $lt: ["$a", 5] }, then: "low" },
              { case: { $lt: ["$a", 9] }, then: "middle" },
            ],
            default: "high",
          },
        },
        out: "middle",
      },
      {
        in: { a: 9 },
        expr: { $switch: { branches: [{ case: { $lt: ["$a", 5] }, then: "low" }], default: "high" } },
        out: "high",
      },
      { in: { a: 9 }, expr: { $switch: { branches: [{ case: { $lt: ["$a", 5] }, then: "low" }] } }, error: 40066 },
    ],
  },
});

function emitBranches(
  e: Emitter,
  pairs: readonly (ExpressionNode | undefined)[],
  fallback: ExpressionNode | undefined,
  node: { pointer: string },
): Atom {
  const [test, then, ...rest] = pairs;
  if (test === undefined) return fallback === undefined ? e.call(noBranch, [], node, 0) : e.value(fallback);
  return e.choose(
    e.truth(e.value(test)),
    () => e.value(then!),
    () => emitBranches(e, rest, fallback, node),
  );
}

function noBranch(): never {
  throw new MqlError(40066, "$switch could not find a matching branch for an input, and no default was specified");
}
