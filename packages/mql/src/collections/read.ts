/** Reads the parts of stages; what is wrong is reported at its place. */
import { compileGroup, type GroupEntry, type GroupKey, type GroupProgram } from "../accumulators/group.ts";
import type { Variable } from "../compiler/ast.ts";
import { generateExpression } from "../compiler/generate.ts";
import { optimise } from "../compiler/optimise.ts";
import { below, type Compiled } from "../compiler/problems.ts";
import type { DefNode } from "../definition/index.ts";
import { compileMatch } from "../queries/match.ts";
import { compileSort } from "../sorting/sort.ts";
import { numberOf } from "../values/numbers.ts";
import { isNumeric } from "../values/type-of.ts";
import type { Document, Value } from "../values/types.ts";
import type { ArrayHost, StagePlace } from "./define.ts";
import { PlainRecord } from "./record.ts";

/** An expression as a function of a document. */
export type Evaluate = (document: Document, host: ArrayHost) => Value;

export function readExpression(
  node: DefNode,
  pointer: string,
  { parser, scope }: StagePlace,
  variables: readonly Variable[] = [],
) {
  const before = parser.problems.list.length;
  const parsed = parser.expression(node, pointer, scope.with(variables));
  // Code can be made only of what has no problems.
  if (parser.problems.list.length > before) return () => null;
  const evaluate = generateExpression(optimise(parsed), variables);
  return (document: Document, { context }: ArrayHost, values?: Document): Value =>
    evaluate(new PlainRecord(document), context, values);
}

/** The expression of a field of the stage; null where it is not given. */
export function readField(name: string, given: Map<string, DefNode> | undefined, place: StagePlace): Evaluate {
  const node = given?.get(name);
  return node === undefined ? () => null : readExpression(node, below(place.pointer, name), place);
}

function compiled<T>(result: Compiled<T>, { parser }: StagePlace, otherwise: T): T {
  if (result.ok) return result.value;
  parser.problems.take(result.problems);
  return otherwise;
}

export type Compare = (a: Document, b: Document) => number;

export function readSort(node: DefNode, pointer: string, place: StagePlace): Compare {
  return compiled<Compare>(compileSort(node, { pointer }), place, () => 0);
}

export function readMatch(node: DefNode, pointer: string, place: StagePlace): (document: Document, host: ArrayHost) => boolean {
  const match = compiled(compileMatch(node, { pointer, outer: place.options.outer }), place, () => true);
  return (document, { context }) => match(new PlainRecord(document), context);
}

/** `{ _id, field: accumulator, … }` as a function of documents. */
export function readGroup(
  node: DefNode,
  pointer: string,
  place: StagePlace,
): (documents: readonly Document[], host: ArrayHost) => Document[] {
  const program = compiled<GroupProgram | undefined>(
    compileGroup(node, { pointer, outer: place.options.outer }),
    place,
    undefined,
  );
  return (documents, { context }) => {
    if (program === undefined) return [];
    const groups = new Map<GroupKey, GroupEntry>();
    for (const [index, document] of documents.entries()) program.add(groups, new PlainRecord(document), index, context);
    return [...groups.values()].map((entry) => program.result(entry));
  };
}

/** A whole number from `least` on. */
export function readCount(
  node: DefNode | undefined,
  least: number,
  pointer: string,
  { parser }: StagePlace,
  what: string,
): number {
  const value = node && parser.plain(node, pointer);
  const count = isNumeric(value) ? numberOf(value) : Number.NaN;
  if (Number.isSafeInteger(count) && count >= least) return count;
  parser.problems.shape(pointer, `${what} must be a whole number ${least === 0 ? "that is not negative" : `from ${least} on`}.`);
  return least;
}

/** A string; `undefined` where it is not given. */
export function readText(
  name: string,
  given: Map<string, DefNode> | undefined,
  { parser, pointer }: StagePlace,
): string | undefined {
  const node = given?.get(name);
  if (node === undefined) return undefined;
  const value = parser.plain(node, below(pointer, name));
  if (typeof value === "string" && value !== "") return value;
  parser.problems.shape(below(pointer, name), `The field '${name}' must be a string that is not empty.`);
  return undefined;
}

/** Field paths as an array of strings. */
export function readPaths(name: string, given: Map<string, DefNode> | undefined, { parser, pointer }: StagePlace): string[] {
  const node = given?.get(name);
  if (node === undefined) return [];
  const value = parser.plain(node, below(pointer, name));
  if (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === "string" && item !== "" && !item.startsWith("$"))
  ) {
    return value as string[];
  }
  parser.problems.shape(below(pointer, name), `The field '${name}' must be an array of field paths.`);
  return [];
}
