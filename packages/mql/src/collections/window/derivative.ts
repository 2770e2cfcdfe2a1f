import { Double } from "../../values/classes.ts";
import { makeDouble } from "../../values/numbers.ts";
import { readField } from "../read.ts";
import { defineWindowFunction } from "./define.ts";
import { numericValue, positionOf, readUnit } from "./numbers.ts";

/** $derivative: the slope from the first to the last document of the window, in units of `unit` for dates. Null for a single document. */
export const derivative = defineWindowFunction({
  name: "$derivative",
  window: "required",
  sort: "one field",
  parse: (node, place) => {
    const given = place.parser.named("$derivative", { input: "required", unit: "optional" }, node, place.pointer);
    const input = readField("input", given, place);
    const unit = readUnit(given?.get("unit"), place);
    return ({ documents, host, frame, sortValue }) =>
      documents.map((_, index) => {
        const { from, to } = frame(index);
        if (to - from < 2) return null;
        const [first, last] = [numericValue(input(documents[from]!, host)), numericValue(input(documents[to - 1]!, host))];
        if (first === undefined || last === undefined) return null;
        const run = positionOf("$derivative", sortValue(to - 1), unit) - positionOf("$derivative", sortValue(from), unit);
        return run === 0 ? null : makeDouble((last - first) / run);
      });
  },
  docs: {
    syntax: "{ $derivative: { input: expression, unit?: unit } }",
    summary: "The slope within the window.",
    examples: [
      {
        in: [
          { t: 0, x: 1 },
          { t: 2, x: 5 },
        ],
        sortBy: { t: 1 },
        output: { $derivative: { input: "$x" }, window: { documents: [-1, 0] } },
        out: [null, new Double(2)],
      },
    ],
  },
});
