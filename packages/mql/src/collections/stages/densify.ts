import { below, nearest } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { MqlError } from "../../errors.ts";
import { shifter } from "../../expressions/date/shift.ts";
import { isUnit } from "../../expressions/date/truncate.ts";
import { compareForSort } from "../../values/compare.ts";
import { add, multiply } from "../../values/index.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNullish, isNumeric, typeOf } from "../../values/type-of.ts";
import type { Document, Value } from "../../values/types.ts";
import { defineArrayStage, type StagePlace } from "../define.ts";
import { partitionsOf } from "../partitions.ts";
import { valueAt, withValueAt } from "../paths.ts";
import { readPaths, readText } from "../read.ts";

const units = ["millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year"];

/** The manual's limit. */
const mostDocuments = 500_000;

interface Range {
  readonly step: Value;
  /** The unit of a step between dates. */
  readonly unit: string | undefined;
  readonly bounds: "full" | "partition" | readonly [Value, Value];
}

/** `$densify`: documents for the steps of a field, numbers or dates, at which there are none. */
export const densify = defineArrayStage({
  name: "$densify",
  parse: (node, place) => {
    const { parser, pointer } = place;
    const given = parser.named(
      "$densify",
      { field: "required", partitionByFields: "optional", range: "required" },
      node,
      pointer,
    );
    const field = readText("field", given, place);
    const paths = readPaths("partitionByFields", given, place);
    const range = readRange(given?.get("range"), place);
    if (range?.bounds === "partition" && paths.length === 0) {
      parser.problems.shape(below(pointer, "range"), "The bounds \"partition\" need 'partitionByFields'.");
    }
    return (input) => {
      const dense = (document: Document) => !isNullish(valueAt(document, field!));
      for (const document of input) if (dense(document)) checkValue(valueAt(document, field!), range!.unit);
      const sorted = input.filter(dense).sort((a, b) => compareForSort(valueAt(a, field!), valueAt(b, field!)));
      const ends = [sorted[0], sorted.at(-1)].map((document) => document && valueAt(document, field!));
      let made = 0;
      const results = partitionsOf(sorted, (document) => paths.map((path) => valueAt(document, path) ?? null)).flatMap(
        (documents) => {
          const own = [documents[0]!, documents.at(-1)!].map((document) => valueAt(document, field!));
          const [low, high] = range!.bounds === "full" ? ends : range!.bounds === "partition" ? own : range!.bounds;
          const closed = typeof range!.bounds === "string";
          const filled = filledUp(documents, field!, paths, range!, [low, high], closed);
          made += filled.length - documents.length;
          if (made > mostDocuments) throw new MqlError(5897900, `$densify would make more than ${mostDocuments} documents`);
          return filled;
        },
      );
      return [...input.filter((document) => !dense(document)), ...results];
    };
  },
  docs: {
    syntax: "{ $densify: { field: path, partitionByFields?: [path, …], range: { step: number, unit?: unit, bounds: bounds } } }",
    summary: "Makes documents where steps of a field are missing.",
    examples: [
      {
        in: [{ t: 1 }, { t: 4 }],
        stage: { $densify: { field: "t", range: { step: 1, bounds: "full" } } },
        out: [{ t: 1 }, { t: 2 }, { t: 3 }, { t: 4 }],
      },
      {
        in: [{ k: "x", t: 0 }],
        stage: { $densify: { field: "t", partitionByFields: ["k"], range: { step: 2, bounds: [0, 5] } } },
        out: [
          { k: "x", t: 0 },
          { k: "x", t: 2 },
          { k: "x", t: 4 },
        ],
      },
    ],
  },
});

function checkValue(value: Value, unit: string | undefined): void {
  if (unit === undefined ? isNumeric(value) : value instanceof Date) return;
  const wanted = unit === undefined ? "numbers; for dates, name a unit" : "dates, since there is a unit";
  throw new MqlError(5733201, `$densify takes ${wanted}, but found ${typeOf(value)}`);
}

/** The documents of a partition, in order, with new ones at the steps from the lower bound up to the upper one. */
function filledUp(
  documents: readonly Document[],
  field: string,
  paths: readonly string[],
  { step, unit }: Range,
  [low, high]: readonly Value[],
  closed: boolean,
): Document[] {
  const results: Document[] = [];
  let next = 0;
  for (let count = 0; count <= mostDocuments; count++) {
    const value = unit === undefined ? add(low, multiply(step, count)) : shiftDate(low, unit, multiply(step, count), "UTC");
    const beyond = compareForSort(value, high);
    if (closed ? beyond > 0 : beyond >= 0) break;
    while (next < documents.length && compareForSort(valueAt(documents[next]!, field), value) < 0)
      results.push(documents[next++]!);
    if (next < documents.length && compareForSort(valueAt(documents[next]!, field), value) === 0) continue;
    let made: Document = {};
    for (const path of paths) {
      const key = valueAt(documents[0]!, path);
      if (key !== undefined) made = withValueAt(made, path, key);
    }
    results.push(withValueAt(made, field, value));
  }
  results.push(...documents.slice(next));
  return results;
}

const shiftDate = shifter("$densify", 1);

function readRange(node: DefNode | undefined, { parser, pointer }: StagePlace): Range | undefined {
  if (node === undefined) return undefined;
  const at = below(pointer, "range");
  const given = parser.named("The range of $densify", { step: "required", unit: "optional", bounds: "required" }, node, at);
  if (given === undefined) return undefined;
  const plain = (name: string) => (given.has(name) ? parser.plain(given.get(name)!, below(at, name)) : undefined);
  const [step, unit, bounds] = [plain("step"), plain("unit"), plain("bounds")];
  if (!isNumeric(step) || !(numberOf(step) > 0))
    parser.problems.shape(below(at, "step"), "The step must be a number greater than 0.");
  if (unit !== undefined && (typeof unit !== "string" || !isUnit(unit))) {
    const close = typeof unit === "string" ? nearest(unit, units) : undefined;
    parser.problems.shape(below(at, "unit"), `The unit must be one of ${units.join(", ")}.`, close);
  }
  if (unit !== undefined && isNumeric(step) && !Number.isInteger(numberOf(step))) {
    parser.problems.shape(below(at, "step"), "A step with a unit must be a whole number.");
  }
  const isBound = (value: Value) => (unit === undefined ? isNumeric(value) : value instanceof Date);
  const pair = Array.isArray(bounds) && bounds.length === 2 && bounds.every(isBound) && compareForSort(bounds[0], bounds[1]) <= 0;
  if (bounds !== "full" && bounds !== "partition" && !pair) {
    const kind = unit === undefined ? "numbers" : "dates";
    parser.problems.shape(
      below(at, "bounds"),
      `The bounds must be "full", "partition", or an array of two ${kind} in rising order.`,
    );
  }
  return { step, unit: unit as string | undefined, bounds: bounds as Range["bounds"] };
}
