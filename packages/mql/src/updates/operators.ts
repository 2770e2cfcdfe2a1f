/** An update by operators: every path with what happens to it, in the order in which the manual says paths are changed. */
import type { Parser } from "../compiler/parser.ts";
import { below, nearest } from "../compiler/problems.ts";
import type { DefNode, DefObject } from "../definition/index.ts";
import type { QueryNode } from "../queries/tree.ts";
import type { Document } from "../values/types.ts";
import { type ArrayFilters, readArrayFilters } from "./array-filters.ts";
import { type FieldChange, remove } from "./define.ts";
import { changeAt, type PathPart } from "./paths.ts";
import { matchedIndex } from "./positional.ts";
import { readUpdatePath } from "./read-path.ts";
import { updateOperatorsByName } from "./registry.ts";
import { movedFrom, readRename } from "./rename.ts";
import type { Apply } from "./update.ts";

interface PathChange {
  readonly path: string;
  /** The parts of the path for a document. */
  readonly parts: (document: Document) => PathPart[];
  /** What happens to it, for a document as it came. */
  readonly field: (document: Document) => FieldChange;
}

export function parseOperators(
  node: DefObject,
  pointer: string,
  arrayFilters: readonly DefNode[],
  parser: Parser,
  query: QueryNode | undefined,
): Apply {
  const filters = readArrayFilters(arrayFilters, parser);
  const changes = node.entries.flatMap(({ key, value }) => {
    const at = below(pointer, key);
    if (value.kind === "object") return readOperator(key, value, at, parser, filters, query);
    parser.problems.shape(at, `${key} takes an object of field paths.`);
    return [];
  });
  for (const name of filters.unused()) {
    parser.problems.shape("/arrayFilters", `No path of the update uses the array filter '${name}'.`);
  }
  reportConflicts(changes, pointer, parser);
  const sorted = [...changes].sort((a, b) => comparePaths(a.path, b.path));
  return (document, context, inserting) => {
    let result = document;
    for (const { parts, field } of sorted) result = changeAt(result, parts(document), field(document), { context, inserting });
    return result;
  };
}

function readOperator(
  name: string,
  node: DefObject,
  pointer: string,
  parser: Parser,
  filters: ArrayFilters,
  query: QueryNode | undefined,
): PathChange[] {
  if (name === "$rename") {
    return readRename(node, pointer, parser).flatMap(([from, to]) => {
      const plain = (path: string) => () => path.split(".");
      return [
        { path: from, parts: plain(from), field: () => takenAway },
        { path: to, parts: plain(to), field: (document) => movedFrom(document, from) },
      ];
    });
  }
  const operator = updateOperatorsByName().get(name);
  if (operator === undefined) {
    parser.problems.shape(
      pointer,
      `Unknown update operator ${name}.`,
      nearest(name, [...updateOperatorsByName().keys(), "$rename"]),
    );
    return [];
  }
  return node.entries.flatMap(({ key, value }): PathChange[] => {
    const at = below(pointer, key);
    const field = operator.parse(value, { parser, pointer: at, path: key });
    const parts = readUpdatePath(key, at, parser, filters, (document, path) => query && matchedIndex(document, path, query));
    return field === undefined || parts === undefined ? [] : [{ path: key, parts, field: () => field }];
  });
}

const takenAway: FieldChange = { creates: false, change: (value) => (value === undefined ? undefined : remove) };

/** Two changes of one path, or of a path and one below it, are refused. */
function reportConflicts(changes: readonly PathChange[], pointer: string, parser: Parser): void {
  const paths = changes.map(({ path }) => path).sort();
  for (const [index, path] of paths.entries()) {
    const other = paths.slice(0, index).find((before) => before === path || path.startsWith(`${before}.`));
    if (other === undefined) continue;
    parser.problems.illegal(pointer, `The update changes '${path}' and '${other}', which are in conflict.`);
    return;
  }
}

/** Names in the order of their code units, numbers by value. */
function comparePaths(a: string, b: string): number {
  const [x, y] = [a.split("."), b.split(".")];
  for (let index = 0; index < Math.min(x.length, y.length); index++) {
    const [one, other] = [x[index]!, y[index]!];
    if (one === other) continue;
    if (/^\d+$/.test(one) && /^\d+$/.test(other)) return Number(one) - Number(other);
    return one < other ? -1 : 1;
  }
  return x.length - y.length;
}
