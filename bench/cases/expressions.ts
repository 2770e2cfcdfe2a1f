/** Evaluation of expressions alone, on documents in memory, against mingo: one result for each expression, and the geometric mean of them. */
import { isDeepStrictEqual } from "node:util";
import { compileExpression, type Document, Double, definitionOf, type Value } from "@millrace/mql";
import { Context, evalExpr } from "mingo/core";
import * as operators from "mingo/operators/expression";
import { context, Line } from "../carrier.ts";
import { plainOrders } from "../data/orders.ts";
import { compete, type Result, round3 } from "../harness.ts";

const EXPRESSIONS: Record<string, Value> = {
  arithmetic: { $multiply: [{ $add: ["$amount", 5] }, { $subtract: ["$quantity", 0.5] }] },
  condition: {
    $cond: [
      { $and: [{ $gte: ["$amount", 100] }, { $eq: ["$status", "paid"] }] },
      "high",
      { $ifNull: ["$address.city", "unknown"] },
    ],
  },
  text: { $concat: [{ $toUpper: "$customer" }, "/", { $substrCP: ["$status", 0, 2] }] },
  array: {
    $reduce: {
      input: { $map: { input: { $ifNull: ["$items", []] }, as: "item", in: "$$item.n" } },
      initialValue: 0,
      in: { $add: ["$$value", "$$this"] },
    },
  },
  object: { $mergeObjects: ["$address", { customer: "$customer", large: { $gt: ["$quantity", 5] } }] },
  date: { $dateTrunc: { date: "$at", unit: "hour" } },
};

const TARGET = 0.02;
/** The documents are gone through so often in a round. */
const PASSES = 10;

export default async function expressions(): Promise<Result[]> {
  const documents = plainOrders(4_000).map((line): Document => {
    const { at, ...rest } = JSON.parse(line.toString()) as Document;
    return { ...rest, at: new Date(at as string) };
  });
  const results: Result[] = [];
  for (const [name, expression] of Object.entries(EXPRESSIONS)) results.push(await contest(name, expression, documents));
  const mean = (of: (result: Result) => number) =>
    round3(Math.exp(results.reduce((sum, result) => sum + Math.log(of(result)), 0) / results.length));
  const overall: Result = {
    ...results[0]!,
    name: "expressions",
    ratio: mean(({ ratio }) => ratio),
    ratioBest: mean(({ ratioBest }) => ratioBest),
    target: TARGET,
  };
  return [overall, ...results];
}

function contest(name: string, expression: Value, documents: readonly Document[]): Promise<Result> {
  const compiled = compileExpression(definitionOf(expression));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const { evaluate } = compiled.value;
  const records = documents.map((doc) => new Line(doc));
  const options = { context: Context.init({ expression: operators }) } as Parameters<typeof evalExpr>[2];
  return compete({
    name: `expressions-${name}`,
    against: "mingo",
    target: null,
    ours: {
      run: () => {
        let values: Value[] = [];
        for (let pass = 0; pass < PASSES; pass++) values = records.map((record) => evaluate(record, context));
        return values;
      },
    },
    other: {
      run: () => {
        let values: unknown[] = [];
        for (let pass = 0; pass < PASSES; pass++) values = documents.map((doc) => evalExpr(doc, expression, options));
        return values;
      },
    },
    // mingo knows one type of number.
    same: (a, b) => isDeepStrictEqual((a as Value[]).map(plain), b),
  });
}

function plain(value: Value): unknown {
  return value instanceof Double ? value.value : value;
}
