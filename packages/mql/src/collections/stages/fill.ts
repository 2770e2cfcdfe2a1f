import { below } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { isNullish } from "../../values/type-of.ts";
import type { Document, Value } from "../../values/types.ts";
import { defineArrayStage, type StagePlace } from "../define.ts";
import { partitionsOf } from "../partitions.ts";
import { valueAt, withValueAt } from "../paths.ts";
import { type Evaluate, readExpression, readPaths, readSort } from "../read.ts";
import { interpolated } from "../window/linear-fill.ts";
import { carriedForward } from "../window/locf.ts";

const fields = { partitionBy: "optional", partitionByFields: "optional", sortBy: "optional", output: "required" } as const;

type Method = { readonly kind: "linear" } | { readonly kind: "locf" } | { readonly kind: "value"; readonly evaluate: Evaluate };

/** `$fill`: values in place of null and missing fields: an expression, the last one before, or one on the straight line between neighbours. */
export const fill = defineArrayStage({
  name: "$fill",
  parse: (node, place) => {
    const { parser, pointer } = place;
    const given = parser.named("$fill", fields, node, pointer);
    if (given?.has("partitionBy") && given.has("partitionByFields")) {
      parser.problems.shape(pointer, "$fill takes either 'partitionBy' or 'partitionByFields', not both.");
    }
    const paths = readPaths("partitionByFields", given, place);
    const partitionBy = given?.get("partitionBy");
    const keyOf: Evaluate =
      partitionBy === undefined
        ? (document) => paths.map((path) => valueAt(document, path) ?? null)
        : readExpression(partitionBy, below(pointer, "partitionBy"), place);
    const sortBy = given?.get("sortBy");
    const compare = sortBy === undefined ? undefined : readSort(sortBy, below(pointer, "sortBy"), place);
    const sortedBy = sortBy?.kind === "object" ? sortBy.entries.map(({ key }) => key) : [];
    const outputs = readOutputs(given?.get("output"), place, sortedBy);
    return (input, host) =>
      partitionsOf(input, (document) => keyOf(document, host)).flatMap((documents) => {
        const sorted = compare === undefined ? documents : [...documents].sort(compare);
        let results: Document[] = sorted;
        for (const [path, method] of outputs) {
          const values = sorted.map((document) => valueAt(document, path));
          const filled = fillValues(values, sorted, method, sortedBy[0], (evaluate, document) => evaluate(document, host));
          results = results.map((document, index) =>
            isNullish(values[index]) ? withValueAt(document, path, filled[index]) : document,
          );
        }
        return results;
      });
  },
  docs: {
    syntax:
      "{ $fill: { partitionBy?: expression, partitionByFields?: [path, …], sortBy?: order, output: { field: { value: expression } or { method: method }, … } } }",
    summary: "Fills in null and missing fields.",
    examples: [
      {
        in: [{ t: 1, a: 5 }, { t: 2 }, { t: 3, a: null, b: 1 }],
        stage: { $fill: { sortBy: { t: 1 }, output: { a: { method: "locf" }, b: { value: 0 } } } },
        out: [
          { t: 1, a: 5, b: 0 },
          { t: 2, a: 5, b: 0 },
          { t: 3, a: 5, b: 1 },
        ],
      },
    ],
  },
});

function fillValues(
  values: readonly Value[],
  documents: readonly Document[],
  method: Method,
  sortField: string | undefined,
  run: (evaluate: Evaluate, document: Document) => Value,
): Value[] {
  switch (method.kind) {
    case "locf":
      return carriedForward(values);
    case "linear":
      return interpolated(values, (place) => valueAt(documents[place]!, sortField!));
    case "value":
      return values.map((value, index) => (isNullish(value) ? run(method.evaluate, documents[index]!) : value));
  }
}

function readOutputs(node: DefNode | undefined, place: StagePlace, sortedBy: readonly string[]): [string, Method][] {
  const { parser, pointer } = place;
  const at = below(pointer, "output");
  if (node === undefined) return [];
  if (node.kind !== "object" || node.entries.length === 0) {
    parser.problems.shape(at, "The field 'output' of $fill takes an object with at least one field.");
    return [];
  }
  return node.entries.flatMap(({ key, value }): [string, Method][] => {
    const inner = below(at, key);
    const given = parser.named(`The field '${key}' of $fill`, { value: "optional", method: "optional" }, value, inner);
    if (given === undefined) return [];
    if (given.size !== 1) {
      parser.problems.shape(inner, "A field to fill has either a 'value' or a 'method'.");
      return [];
    }
    const expression = given.get("value");
    if (expression !== undefined)
      return [[key, { kind: "value", evaluate: readExpression(expression, below(inner, "value"), place) }]];
    const method = parser.plain(given.get("method")!, below(inner, "method"));
    if (method !== "linear" && method !== "locf") {
      parser.problems.shape(below(inner, "method"), 'The method must be "linear" or "locf".');
      return [];
    }
    if (sortedBy.length === 0) parser.problems.shape(inner, `The method "${method}" needs 'sortBy'.`);
    if (method === "linear" && sortedBy.length > 1)
      parser.problems.shape(inner, "The method \"linear\" needs 'sortBy' with exactly one field.");
    return [[key, { kind: method }]];
  });
}
