import { below } from "../../compiler/problems.ts";
import { Double } from "../../values/classes.ts";
import { makeDouble } from "../../values/numbers.ts";
import type { Value } from "../../values/types.ts";
import { readExpression } from "../read.ts";
import { defineWindowFunction, type WindowFunction } from "./define.ts";
import { numericValue } from "./numbers.ts";

/** The covariance of two expressions over the window, divided by `count − less`; null where that is not positive. Pairs that are no numbers are left out. */
function defineCovariance(name: string, less: 0 | 1, summary: string, out: readonly Value[]): WindowFunction {
  return defineWindowFunction({
    name,
    window: "optional",
    sort: "any",
    parse: (node, place) => {
      const items = node.kind === "array" ? node.items : [];
      if (items.length !== 2) place.parser.problems.shape(place.pointer, `${name} takes an array of two expressions.`);
      const [x, y] = items.map((item, index) => readExpression(item, below(place.pointer, index), place));
      return ({ documents, host, frame }) => {
        const pairs = documents.map((document) => [numericValue(x!(document, host)), numericValue(y!(document, host))] as const);
        return documents.map((_, index) => {
          const { from, to } = frame(index);
          const inside = pairs
            .slice(from, to)
            .filter((pair): pair is [number, number] => pair[0] !== undefined && pair[1] !== undefined);
          if (inside.length - less <= 0) return null;
          const mean = (member: 0 | 1) => inside.reduce((sum, pair) => sum + pair[member], 0) / inside.length;
          const [meanX, meanY] = [mean(0), mean(1)];
          const sum = inside.reduce((total, [a, b]) => total + (a - meanX) * (b - meanY), 0);
          return makeDouble(sum / (inside.length - less));
        });
      };
    },
    docs: {
      summary,
      syntax: `{ ${name}: [expression, expression] }`,
      examples: [
        {
          in: [
            { x: 0, y: 0 },
            { x: 2, y: 4 },
          ],
          output: { [name]: ["$x", "$y"] },
          out,
        },
      ],
    },
  });
}

/** $covariancePop: the covariance of a whole population. */
export const covariancePop = defineCovariance("$covariancePop", 0, "The covariance of a population.", [
  new Double(2),
  new Double(2),
]);

/** $covarianceSamp: the covariance of a sample. */
export const covarianceSamp = defineCovariance("$covarianceSamp", 1, "The covariance of a sample.", [
  new Double(4),
  new Double(4),
]);
