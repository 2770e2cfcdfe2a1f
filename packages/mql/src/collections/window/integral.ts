import { Double } from "../../values/classes.ts";
import { makeDouble } from "../../values/numbers.ts";
import { readField } from "../read.ts";
import { defineWindowFunction } from "./define.ts";
import { numericValue, positionOf, readUnit } from "./numbers.ts";

/** $integral: the area below the window's documents by the trapezoid rule, in units of `unit` for dates. */
export const integral = defineWindowFunction({
  name: "$integral",
  window: "optional",
  sort: "one field",
  parse: (node, place) => {
    const given = place.parser.named("$integral", { input: "required", unit: "optional" }, node, place.pointer);
    const input = readField("input", given, place);
    const unit = readUnit(given?.get("unit"), place);
    return ({ documents, host, frame, sortValue }) => {
      const points = documents.map((document, index) => ({
        x: positionOf("$integral", sortValue(index), unit),
        y: numericValue(input(document, host)),
      }));
      return documents.map((_, index) => {
        const { from, to } = frame(index);
        const inside = points.slice(from, to).filter((point): point is { x: number; y: number } => point.y !== undefined);
        if (inside.length === 0) return null;
        let area = 0;
        for (let next = 1; next < inside.length; next++) {
          const [a, b] = [inside[next - 1]!, inside[next]!];
          area += ((a.y + b.y) / 2) * (b.x - a.x);
        }
        return makeDouble(area);
      });
    };
  },
  docs: {
    syntax: "{ $integral: { input: expression, unit?: unit } }",
    summary: "The area below the values.",
    examples: [
      {
        in: [
          { t: 0, x: 1 },
          { t: 2, x: 3 },
        ],
        sortBy: { t: 1 },
        output: { $integral: { input: "$x" }, window: { documents: ["unbounded", "current"] } },
        out: [new Double(0), new Double(4)],
      },
    ],
  },
});
