import { MqlError } from "../../errors.ts";
import { exactInteger, integerResult } from "../../values/arithmetic.ts";
import { numericRank, rankOf } from "../../values/numbers.ts";
import { typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineUpdateOperator } from "../define.ts";

const operations = {
  and: (a: bigint, b: bigint) => a & b,
  or: (a: bigint, b: bigint) => a | b,
  xor: (a: bigint, b: bigint) => a ^ b,
};

const isInteger = (value: Value) => rankOf(value) === numericRank.int || rankOf(value) === numericRank.long;

/** $bit: `and`, `or` or `xor` of an integer field with an integer; a missing field counts as 0. */
export const bit = defineUpdateOperator({
  name: "$bit",
  parse: (node, { parser, pointer, path }) => {
    const given = parser.named("$bit", { and: "optional", or: "optional", xor: "optional" }, node, pointer);
    if (given === undefined) return undefined;
    const steps = [...given].map(
      ([name, value]) => [operations[name as keyof typeof operations], parser.plain(value, pointer)] as const,
    );
    if (steps.length === 0 || steps.some(([, operand]) => !isInteger(operand))) {
      parser.problems.shape(pointer, "$bit takes an object with and, or or xor, each an integer.");
      return undefined;
    }
    return {
      creates: true,
      change: (old) => {
        if (old !== undefined && !isInteger(old)) {
          throw new MqlError(2, `$bit takes integers, but the field '${path}' is of type ${typeOf(old)}`);
        }
        let value: Value = old ?? 0;
        for (const [operate, operand] of steps) {
          const rank = Math.max(rankOf(value), rankOf(operand));
          value = integerResult(rank, operate(exactInteger(value), exactInteger(operand)));
        }
        return value;
      },
    };
  },
  docs: {
    summary: "Changes bits.",
    syntax: "{ $bit: { path: { and: number }, … } }, with and, or, xor",
    examples: [{ in: { a: 13 }, update: { $bit: { a: { and: 10 } } }, out: { a: 8 } }],
  },
});
