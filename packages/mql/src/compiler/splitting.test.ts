import { afterAll, beforeAll, expect, test } from "vitest";
import { evaluate, matches, runStages } from "../testing/compiled.ts";
import type { Document, Value } from "../values/types.ts";

/** Sources of everything that is linked. */
const sources: string[] = [];
const original = globalThis.Function;

beforeAll(() => {
  globalThis.Function = new Proxy(original, {
    construct: (target, args: string[]) => {
      sources.push(args.at(-1)!);
      return Reflect.construct(target, args);
    },
  });
});

afterAll(() => {
  globalThis.Function = original;
});

/** Characters of the largest function linked meanwhile. */
function largestFunction(link: () => void): number {
  sources.length = 0;
  link();
  // What stands in front of the first function runs once, when it is linked.
  return Math.max(...sources.flatMap((source) => source.split(/^(?=function )/m).slice(1)).map((part) => part.length));
}

const indexes = (count: number) => Array.from({ length: count }, (_, index) => index);
const fields = (count: number, value: (index: number) => Value): Document =>
  Object.fromEntries(indexes(count).map((index) => [`f${index}`, value(index)]));
const sum = (index: number): Value => ({ $add: [{ $multiply: ["$a", index] }, { $subtract: ["$b.c", "$a"] }, { $size: "$d" }] });
const document: Document = { a: 2, b: { c: 5 }, d: [1, 2, 3] };
const sumOf = (index: number) => 2 * index + 3 + 3;

const cases: Record<string, () => void> = {
  "an object of 400 fields": () => {
    const made = evaluate(fields(400, sum), document) as Document;
    expect([made["f0"], made["f399"]]).toEqual([sumOf(0), sumOf(399)]);
  },
  "an array of 400 items": () => {
    expect((evaluate(indexes(400).map(sum), document) as Value[])[300]).toBe(sumOf(300));
  },
  "$switch with 400 branches": () => {
    const branches = indexes(400).map((index) => ({ case: { $eq: ["$b.c", { $add: [index, 0.5] }] }, then: sum(index) }));
    expect(evaluate({ $switch: { branches, default: sum(7) } }, document)).toBe(sumOf(7));
  },
  "$and, $concat and $add of 400": () => {
    expect(evaluate({ $and: indexes(400).map((index) => ({ $gt: [sum(index), 0] })) }, document)).toBe(true);
    expect(evaluate({ $concat: indexes(400).map(() => ({ $toString: "$a" })) }, document)).toBe("2".repeat(400));
    expect(evaluate({ $add: indexes(400).map(sum) }, document)).toBe(
      indexes(400).reduce((total, index) => total + sumOf(index), 0),
    );
  },
  "30 operators nested in each other": () => {
    expect(
      evaluate(
        indexes(30).reduce<Value>(
          (inner, index) => ({
            $cond: [{ $gt: ["$a", index] }, { $add: ["$b.c", 1] }, { $let: { vars: { x: inner }, in: { $add: ["$$x", "$a"] } } }],
          }),
          0,
        ),
        document,
      ),
    ).toBe(6 + 2 * 28);
  },
  "$map with a large body": () => {
    const body = indexes(300).map((index) => ({ $multiply: ["$$this.v", { $add: ["$$this.w", "$a", index] }] }));
    expect(evaluate({ $map: { input: [{ v: 1, w: 2 }], in: body } }, document)).toEqual([indexes(300).map((index) => 4 + index)]);
  },
  "$addFields with 400 fields": () => {
    expect(runStages([{ $addFields: fields(400, sum) }], [{ ...document }]).out[0]).toMatchObject({
      f0: sumOf(0),
      f399: sumOf(399),
    });
  },
  "$project with 500 fields": () => {
    const [made] = runStages(
      [{ $project: { ...fields(250, sum), ...fields(500, (index) => (index < 250 ? sum(index) : 1)) } }],
      [{ ...document, ...fields(500, (index) => index) }],
    ).out;
    expect(Object.keys(made!)).toHaveLength(500);
    expect(made).toMatchObject({ f0: sumOf(0), f499: 499 });
  },
  "$match with 800 parts": () => {
    expect(
      matches(
        { $or: indexes(800).map((index) => ({ "b.c": { $gt: index + 4 }, $expr: { $lt: [sum(index), "$a"] } })) },
        document,
      ),
    ).toBe(false);
    expect(
      matches(
        fields(500, () => ({ $exists: false })),
        document,
      ),
    ).toBe(true);
  },
  "60 stages": () => {
    const stages = indexes(20).flatMap((stage) => [
      { $addFields: fields(20, (index) => sum(index + stage)) },
      { $match: { f3: { $gt: 0 } } },
      { $unset: "f4" },
    ]);
    expect(runStages(stages, [{ ...document }]).out[0]).toMatchObject({ f0: sumOf(19), f19: sumOf(38) });
    expect(runStages([...stages, { $unwind: "$d" }, ...stages], [{ ...document }]).failures).toHaveLength(3);
  },
};

test.each(Object.entries(cases))("%s: no function has more than 32 KB of source", (_, link) => {
  expect(largestFunction(link)).toBeLessThan(32 * 1024);
});
