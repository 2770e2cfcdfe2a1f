import { below } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { MqlError } from "../../errors.ts";
import { Double } from "../../values/classes.ts";
import { makeDouble, numberOf } from "../../values/numbers.ts";
import { isNumeric, typeOf } from "../../values/type-of.ts";
import { readField } from "../read.ts";
import { defineWindowFunction, type WindowPlace } from "./define.ts";

/** $minMaxScaler: the value moved and scaled so that the smallest of the window becomes `min` (0) and the largest `max` (1). */
export const minMaxScaler = defineWindowFunction({
  name: "$minMaxScaler",
  window: "optional",
  sort: "any",
  parse: (node, place) => {
    const given = place.parser.named(
      "$minMaxScaler",
      { input: "required", min: "optional", max: "optional" },
      node,
      place.pointer,
    );
    const input = readField("input", given, place);
    const [min, max] = [readNumber("min", 0, given, place), readNumber("max", 1, given, place)];
    if (!(min < max)) place.parser.problems.shape(place.pointer, "The field 'min' must be less than 'max'.");
    return ({ documents, host, frame }) => {
      const values = documents.map((document) => {
        const value = input(document, host);
        if (!isNumeric(value)) throw new MqlError(10487001, `$minMaxScaler takes numbers, not ${typeOf(value)}`);
        return numberOf(value);
      });
      return values.map((value, index) => {
        const { from, to } = frame(index);
        let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
        for (let place = from; place < to; place++) [low, high] = [Math.min(low, values[place]!), Math.max(high, values[place]!)];
        return makeDouble(high > low ? min + ((value - low) / (high - low)) * (max - min) : min);
      });
    };
  },
  docs: {
    syntax: "{ $minMaxScaler: { input: expression, min?: number, max?: number } }",
    summary: "The value scaled to a range.",
    examples: [
      {
        in: [{ a: 1 }, { a: 3 }, { a: 2 }],
        output: { $minMaxScaler: { input: "$a" } },
        out: [new Double(0), new Double(1), 0.5],
      },
    ],
  },
});

function readNumber(
  name: string,
  otherwise: number,
  given: Map<string, DefNode> | undefined,
  { parser, pointer }: WindowPlace,
): number {
  const node = given?.get(name);
  if (node === undefined) return otherwise;
  const value = parser.plain(node, below(pointer, name));
  if (isNumeric(value)) return numberOf(value);
  parser.problems.shape(below(pointer, name), `The field '${name}' must be a number.`);
  return otherwise;
}
