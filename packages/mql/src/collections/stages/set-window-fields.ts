import { accumulatorsByName } from "../../accumulators/registry.ts";
import { below, nearest } from "../../compiler/problems.ts";
import type { DefNode, DefObject } from "../../definition/index.ts";
import { MqlError } from "../../errors.ts";
import type { Document, Value } from "../../values/types.ts";
import { defineArrayStage, type StagePlace } from "../define.ts";
import { partitionsOf } from "../partitions.ts";
import { valueAt, withValueAt } from "../paths.ts";
import { readExpression, readSort } from "../read.ts";
import { parseAccumulated } from "../window/accumulated.ts";
import type { Compute, WindowPlace } from "../window/define.ts";
import { type Frames, readFrames } from "../window/frames.ts";
import { windowFunctionsByName } from "../window/registry.ts";

const fields = { partitionBy: "optional", sortBy: "optional", output: "required" } as const;

interface Output {
  readonly path: string;
  readonly compute: Compute;
  readonly frames: Frames;
}

/** `$setWindowFields`: sets fields to values over windows: documents around each in its partition. */
export const setWindowFields = defineArrayStage({
  name: "$setWindowFields",
  parse: (node, place) => {
    const { parser, pointer } = place;
    const given = parser.named("$setWindowFields", fields, node, pointer);
    const partitionBy = given?.get("partitionBy");
    const keyOf = partitionBy === undefined ? () => null : readExpression(partitionBy, below(pointer, "partitionBy"), place);
    const sortBy = given?.get("sortBy");
    const compare = sortBy === undefined ? undefined : readSort(sortBy, below(pointer, "sortBy"), place);
    const sortedBy = sortBy?.kind === "object" ? sortBy.entries.map(({ key }) => key) : [];
    const outputs = readOutputs(given?.get("output"), below(pointer, "output"), place, sortedBy);
    return (input, host) => {
      const partition = (document: Document) => {
        const key = keyOf(document, host);
        if (Array.isArray(key)) throw new MqlError(5167300, "The 'partitionBy' of $setWindowFields must not be an array");
        return key;
      };
      return partitionsOf(input, partition).flatMap((documents) => {
        const sorted = compare === undefined ? documents : [...documents].sort(compare);
        const sortValue = (at: number): Value => valueAt(sorted[at]!, sortedBy[0]!);
        let results: Document[] = sorted;
        for (const { path, compute, frames } of outputs) {
          const frame = (at: number) => frames(at, sorted.length, sortValue);
          const values = compute({ documents: sorted, host, frame, sortValue });
          results = results.map((document, index) => withValueAt(document, path, values[index]));
        }
        return results;
      });
    };
  },
  docs: {
    syntax:
      "{ $setWindowFields: { partitionBy?: expression, sortBy?: order, output: { field: { function, window?: { documents: [from, to] } or { range: [from, to], unit?: unit } }, … } } }",
    summary: "Computes values over windows of documents.",
    examples: [
      {
        in: [
          { k: "x", t: 2, n: 5 },
          { k: "x", t: 1, n: 1 },
          { k: "y", t: 1, n: 9 },
        ],
        stage: {
          $setWindowFields: {
            partitionBy: "$k",
            sortBy: { t: 1 },
            output: { total: { $sum: "$n", window: { documents: ["unbounded", "current"] } } },
          },
        },
        out: [
          { k: "x", t: 1, n: 1, total: 1 },
          { k: "x", t: 2, n: 5, total: 6 },
          { k: "y", t: 1, n: 9, total: 9 },
        ],
      },
    ],
  },
});

function readOutputs(node: DefNode | undefined, pointer: string, place: StagePlace, sortedBy: readonly string[]): Output[] {
  if (node === undefined) return [];
  if (node.kind !== "object" || node.entries.length === 0) {
    place.parser.problems.shape(pointer, "The field 'output' of $setWindowFields takes an object with at least one field.");
    return [];
  }
  return node.entries.flatMap(({ key, value }) => {
    const output = readOutput(key, value, below(pointer, key), place, sortedBy);
    return output === undefined ? [] : [output];
  });
}

function readOutput(
  path: string,
  node: DefNode,
  pointer: string,
  place: StagePlace,
  sortedBy: readonly string[],
): Output | undefined {
  const { problems } = place.parser;
  if (path === "" || path.startsWith("$") || path.split(".").includes(""))
    problems.shape(pointer, `'${path}' is not a field path.`);
  const entries = node.kind === "object" ? node.entries : [];
  const functions = entries.filter(({ key }) => key.startsWith("$"));
  const [one] = functions;
  const unknown = entries.find(({ key }) => !key.startsWith("$") && key !== "window");
  if (one === undefined || functions.length > 1 || unknown !== undefined) {
    problems.shape(pointer, `The field '${path}' must be an object with one window function and, if wanted, a 'window'.`);
    return undefined;
  }
  const window = entries.find(({ key }) => key === "window")?.value;
  const at = below(pointer, one.key);
  const within: WindowPlace = { ...place, pointer: at, window, sortedBy };
  const frames = readFrames(window, below(pointer, "window"), within);
  const known = windowFunctionsByName.get(one.key);
  if (known === undefined) {
    if (accumulatorsByName.has(one.key)) {
      const accumulator: DefObject = { ...(node as DefObject), entries: functions };
      return { path, frames, compute: parseAccumulated(accumulator, within) };
    }
    const names = [...windowFunctionsByName.keys(), ...accumulatorsByName.keys()];
    problems.shape(at, `Unknown window function ${one.key}.`, nearest(one.key, names));
    return undefined;
  }
  if (known.window === "refused" && window !== undefined) problems.shape(below(pointer, "window"), `${one.key} takes no window.`);
  if (known.window === "required" && window === undefined) problems.shape(pointer, `${one.key} needs a window.`);
  if (known.sort === "one field" && sortedBy.length !== 1)
    problems.shape(at, `${one.key} needs 'sortBy' with exactly one field.`);
  if (known.sort === "some fields" && sortedBy.length === 0) problems.shape(at, `${one.key} needs 'sortBy'.`);
  return { path, frames, compute: known.parse(one.value, within) };
}
