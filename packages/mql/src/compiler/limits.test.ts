import { expect, test } from "vitest";
import { compileArrayPipeline } from "../collections/pipeline.ts";
import { definitionOf } from "../definition/index.ts";
import { compileMatch } from "../queries/match.ts";
import { compileRun } from "../stages/run.ts";
import { problemsOf } from "../testing/compiled.ts";
import type { Value } from "../values/types.ts";
import { compileExpression } from "./expression.ts";

const longPath = Array.from({ length: 201 }, () => "a").join(".");
const messages = (result: Parameters<typeof problemsOf>[0]) => problemsOf(result).map(({ message }) => message);
const tooLong = ["A field path may have 200 names at most, but this one has 201."];

test("paths of more than 200 names are refused", () => {
  expect(messages(compileExpression(definitionOf(`$${longPath}`)))).toEqual(tooLong);
  expect(messages(compileMatch(definitionOf({ [longPath]: 1 })))).toEqual(tooLong);
  expect(messages(compileRun([definitionOf({ $set: { [longPath]: 1 } })]))).toEqual(tooLong);
});

test("lists of very many arguments are refused", () => {
  const many = Array.from({ length: 5001 }, (): Value => "$a");
  expect(messages(compileExpression(definitionOf({ $add: many })))).toEqual([
    "$add takes 5000 arguments at most, but 5001 were given.",
  ]);
});

test("problems in expressions of stages are reported and no code is made of them", () => {
  const wrong = { $divide: [1] };
  for (const stage of [{ $redact: { $cond: [wrong, "$$KEEP", "$$PRUNE"] } }, { $documents: wrong }]) {
    expect(messages(compileArrayPipeline([definitionOf(stage)]))).toEqual([
      "$divide takes exactly 2 arguments, but 1 was given.",
    ]);
  }
});

test("a type that is a large integer is refused", () => {
  expect(messages(compileMatch(definitionOf({ a: { $type: 2n ** 60n } })))).toEqual(["This is not a type."]);
});

test("what can take long is not computed while compiling", () => {
  const never = { $map: { input: { $range: [0, 2_000_000_000] }, in: { $range: [0, 2_000_000_000] } } };
  const slow = { $regexMatch: { input: `${"a".repeat(60)}!`, regex: "(?=(a+)+$)b" } };
  for (const expression of [never, { $size: never }, slow]) expect(compileExpression(definitionOf(expression)).ok).toBe(true);
});
