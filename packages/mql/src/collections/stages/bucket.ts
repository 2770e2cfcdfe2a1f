import { below } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { definitionOf } from "../../definition/index.ts";
import { MqlError } from "../../errors.ts";
import { compareValues } from "../../values/compare.ts";
import { isNumeric, typeOf } from "../../values/type-of.ts";
import type { Document, Value } from "../../values/types.ts";
import { defineArrayStage } from "../define.ts";
import { objectOf } from "../nodes.ts";
import { readField, readGroup } from "../read.ts";

const fields = { groupBy: "required", boundaries: "required", default: "optional", output: "optional" } as const;

/** `{ _id, …output }` of one bucket; without `output`, the number of documents. */
export function bucketSpec(output: DefNode | undefined): DefNode {
  const entries = output?.kind === "object" ? output.entries.map(({ key, value }) => [key, value] as const) : undefined;
  return objectOf([["_id", definitionOf(null)], ...(entries ?? [["count", definitionOf({ $sum: 1 })] as const])]);
}

/** `$bucket`: a document for each range between boundaries in which there are documents. A boundary belongs to the range above it. */
export const bucket = defineArrayStage({
  name: "$bucket",
  parse: (node, place) => {
    const { parser, pointer } = place;
    const given = parser.named("$bucket", fields, node, pointer);
    const groupBy = readField("groupBy", given, place);
    const at = below(pointer, "boundaries");
    const boundaries = given?.has("boundaries") ? parser.plain(given.get("boundaries")!, at) : [];
    const bounds = Array.isArray(boundaries) ? boundaries : [];
    const kind = (value: Value) => (isNumeric(value) ? "number" : typeOf(value));
    const rising = bounds.every((bound, index) => index === 0 || compareValues(bounds[index - 1], bound) < 0);
    if (given !== undefined && (bounds.length < 2 || !rising || bounds.some((bound) => kind(bound) !== kind(bounds[0])))) {
      parser.problems.shape(at, "The field 'boundaries' must be an array of at least two values of one type, in rising order.");
    }
    const otherwise = given?.get("default") && parser.plain(given.get("default")!, below(pointer, "default"));
    if (given?.has("default") && bounds.length > 0 && kind(otherwise) === kind(bounds[0])) {
      const inside = compareValues(otherwise, bounds[0]) >= 0 && compareValues(otherwise, bounds.at(-1)) < 0;
      if (inside) parser.problems.illegal(below(pointer, "default"), "The field 'default' must lie outside the boundaries.");
    }
    const grouped = readGroup(bucketSpec(given?.get("output")), below(pointer, "output"), place);
    return (input, host) => {
      const buckets: Document[][] = bounds.map(() => []);
      const others: Document[] = [];
      for (const document of input) {
        const value = groupBy(document, host);
        const above = bounds.findIndex((bound) => compareValues(value, bound) < 0);
        if (above > 0) buckets[above - 1]!.push(document);
        else if (otherwise !== undefined) others.push(document);
        else throw new MqlError(40066, "$bucket has no range for a value of 'groupBy' and no 'default'");
      }
      const results = buckets.flatMap((documents, index) =>
        grouped(documents, host).map((result) => ({ ...result, _id: bounds[index] })),
      );
      const rest = grouped(others, host).map((result) => ({ ...result, _id: otherwise }));
      const first = compareValues(otherwise, bounds[0]) < 0;
      return first ? [...rest, ...results] : [...results, ...rest];
    };
  },
  docs: {
    syntax: "{ $bucket: { groupBy: expression, boundaries: [value, …], default?: value, output?: { field: accumulator, … } } }",
    summary: "Groups documents by ranges.",
    examples: [
      {
        in: [{ a: 1 }, { a: 5 }, { a: 7 }, { a: 99 }],
        stage: { $bucket: { groupBy: "$a", boundaries: [0, 5, 10], default: "other" } },
        out: [
          { _id: 0, count: 1 },
          { _id: 5, count: 2 },
          { _id: "other", count: 1 },
        ],
      },
    ],
  },
});
