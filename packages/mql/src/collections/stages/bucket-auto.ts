import { below, nearest } from "../../compiler/problems.ts";
import { MqlError } from "../../errors.ts";
import { compareForSort, compareValues } from "../../values/compare.ts";
import { makeDouble, numberOf } from "../../values/numbers.ts";
import { isNumeric, typeOf } from "../../values/type-of.ts";
import type { Document, Value } from "../../values/types.ts";
import { defineArrayStage } from "../define.ts";
import { type Granularity, granularities } from "../granularity.ts";
import { readCount, readField, readGroup, readText } from "../read.ts";
import { bucketSpec } from "./bucket.ts";

const fields = { groupBy: "required", buckets: "required", output: "optional", granularity: "optional" } as const;

interface Keyed {
  readonly key: Value;
  readonly document: Document;
}

/** `$bucketAuto`: so many ranges, each with about as many documents; equal values never part. */
export const bucketAuto = defineArrayStage({
  name: "$bucketAuto",
  parse: (node, place) => {
    const { parser, pointer } = place;
    const given = parser.named("$bucketAuto", fields, node, pointer);
    const groupBy = readField("groupBy", given, place);
    const count =
      given === undefined ? 1 : readCount(given.get("buckets"), 1, below(pointer, "buckets"), place, "The field 'buckets'");
    const name = readText("granularity", given, place);
    const granularity = name === undefined ? undefined : granularities.get(name);
    if (name !== undefined && granularity === undefined) {
      const at = below(pointer, "granularity");
      parser.problems.shape(
        at,
        `The granularity must be one of ${[...granularities.keys()].join(", ")}.`,
        nearest(name, granularities.keys()),
      );
    }
    const grouped = readGroup(bucketSpec(given?.get("output")), below(pointer, "output"), place);
    return (input, host) => {
      const keyed = input.map((document): Keyed => ({ key: groupBy(document, host) ?? null, document }));
      if (granularity !== undefined) for (const { key } of keyed) checkNumber(key);
      keyed.sort((a, b) => compareForSort(a.key, b.key));
      return rangesOf(keyed, count, granularity).flatMap(({ min, max, members }) =>
        grouped(members, host).map((result) => ({ ...result, _id: { min, max } })),
      );
    };
  },
  docs: {
    syntax: "{ $bucketAuto: { groupBy: expression, buckets: number, output?: { field: accumulator, … }, granularity?: text } }",
    summary: "Groups documents into ranges of about equal size.",
    examples: [
      {
        in: [{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4 }],
        stage: { $bucketAuto: { groupBy: "$a", buckets: 2 } },
        out: [
          { _id: { min: 1, max: 3 }, count: 2 },
          { _id: { min: 3, max: 4 }, count: 2 },
        ],
      },
    ],
  },
});

function checkNumber(key: Value): void {
  if (isNumeric(key) && numberOf(key) >= 0) return;
  throw new MqlError(
    40258,
    `$bucketAuto with a granularity takes numbers that are not negative, not ${isNumeric(key) ? numberOf(key) : typeOf(key)}`,
  );
}

interface Range {
  min: Value;
  max: Value;
  members: Document[];
}

function rangesOf(sorted: readonly Keyed[], count: number, granularity: Granularity | undefined): Range[] {
  const size = Math.max(1, Math.round(sorted.length / count));
  const ranges: Range[] = [];
  let next = 0;
  while (next < sorted.length) {
    // The last range takes what is left.
    let end = ranges.length === count - 1 ? sorted.length : Math.min(sorted.length, next + size);
    let max: Value = sorted[end - 1]!.key;
    if (granularity !== undefined) {
      max = makeDouble(granularity.above(numberOf(max)));
      while (end < sorted.length && compareValues(sorted[end]!.key, max) < 0) end++;
    } else {
      while (end < sorted.length && compareValues(sorted[end]!.key, max) === 0) end++;
      if (end < sorted.length) max = sorted[end]!.key;
    }
    const before = ranges.at(-1);
    const min =
      granularity === undefined ? sorted[next]!.key : (before?.max ?? makeDouble(granularity.below(numberOf(sorted[next]!.key))));
    ranges.push({ min, max, members: sorted.slice(next, end).map(({ document }) => document) });
    next = end;
  }
  return ranges;
}
