/** `$sort`: comparing documents by fields, as the database does. */
import type { CompileOptions } from "../compiler/expression.ts";
import { isTooLong } from "../compiler/path-length.ts";
import { below, type Compiled, Problems } from "../compiler/problems.ts";
import type { DefNode } from "../definition/index.ts";
import { compareForSort } from "../values/compare.ts";
import { getOwn } from "../values/names.ts";
import { numberOf } from "../values/numbers.ts";
import { isDocument, isNumeric } from "../values/type-of.ts";
import type { Document, Value } from "../values/types.ts";

interface SortKey {
  readonly names: readonly string[];
  readonly sign: 1 | -1;
}

/** The manual's limit. */
const mostKeys = 32;

/**
 * Compiles a sort specification such as `{ a: 1, "b.c": -1 }` to a comparison of documents; equal ones must keep their order, so sort stably.
 * Missing counts as null. An array counts as its smallest element when ascending, its largest when descending; an empty one comes before null.
 */
export function compileSort(node: DefNode, options: CompileOptions = {}): Compiled<(a: Document, b: Document) => number> {
  const problems = new Problems();
  const keys = parseKeys("$sort", node, options.pointer ?? "", problems);
  return problems.result(() => (a, b) => {
    for (const { names, sign } of keys) {
      const order = compareKeys(keyOf(a, names, sign), keyOf(b, names, sign));
      if (order !== 0) return order * sign;
    }
    return 0;
  });
}

/** What documents are sorted by, taken out of them: for those who keep the keys and not the documents. */
export interface SortKeys {
  /** The keys of a document, BSON-able: each wrapped in an array, an empty one for an empty array. */
  of(document: Document): Value[][];
  compare(a: readonly Value[][], b: readonly Value[][]): number;
}

/** Reads a sort specification of the operator `name`. */
export function parseSortKeys(name: string, node: DefNode, pointer: string, problems: Problems): SortKeys {
  const keys = parseKeys(name, node, pointer, problems);
  const wrap = (key: Key): Value[] => (key === nothing ? [] : [(key as Value) ?? null]);
  const unwrap = (key: readonly Value[] | undefined): Key => (key === undefined || key.length === 0 ? nothing : key[0]);
  return {
    of: (document) => keys.map(({ names, sign }) => wrap(keyOf(document, names, sign))),
    compare: (a, b) => {
      for (const [index, { sign }] of keys.entries()) {
        const order = compareKeys(unwrap(a[index]), unwrap(b[index]));
        if (order !== 0) return order * sign;
      }
      return 0;
    },
  };
}

function parseKeys(name: string, node: DefNode, pointer: string, problems: Problems): SortKey[] {
  if (node.kind !== "object" || node.entries.length === 0 || node.entries.length > mostKeys) {
    problems.shape(pointer, `${name} takes an object of 1 to ${mostKeys} fields, each 1 (ascending) or -1 (descending).`);
    return [];
  }
  return node.entries.map(({ key, value }) => {
    const at = below(pointer, key);
    const names = key.split(".");
    isTooLong(names, at, problems);
    if (names.some((part) => part === "" || part.startsWith("$"))) problems.shape(at, `'${key}' is not a field path to sort by.`);
    const given = value.kind === "scalar" && isNumeric(value.value) ? numberOf(value.value) : undefined;
    if (given !== 1 && given !== -1) problems.illegal(at, `The sort order of '${key}' must be 1 (ascending) or -1 (descending).`);
    return { names, sign: given === -1 ? -1 : 1 };
  });
}

/** What an empty array counts as: less than null. */
const nothing = Symbol("empty array");

type Key = Value | typeof nothing;

function compareKeys(a: Key, b: Key): number {
  if (a === nothing || b === nothing) return a === b ? 0 : a === nothing ? -1 : 1;
  return compareForSort(a as Value, b as Value);
}

/** The value that a document is sorted by: of several, reached through arrays, the smallest or the largest. */
function keyOf(document: Document, names: readonly string[], sign: 1 | -1): Key {
  // Nearly always a path leads to one value that is no array.
  let value: Value = document;
  for (const [index, name] of names.entries()) {
    if (Array.isArray(value)) return outermost(candidates(value, names, index), sign);
    value = isDocument(value) ? getOwn(value, name) : undefined;
  }
  return Array.isArray(value) ? outermost(value.length === 0 ? [nothing] : value, sign) : value;
}

function outermost(keys: readonly Key[], sign: 1 | -1): Key {
  let best: Key = keys[0];
  for (const key of keys) if (compareKeys(key, best) * sign < 0) best = key;
  return best;
}

/** Every value below an array that the rest of the path leads to. A name that is a number is also an index. */
function candidates(array: readonly Value[], names: readonly string[], from: number): Key[] {
  const found: Key[] = [];
  const name = names[from]!;
  if (/^(0|[1-9]\d*)$/.test(name) && Number(name) < array.length) found.push(...reached(array[Number(name)], names, from + 1));
  else for (const item of array) found.push(...(isDocument(item) ? reached(getOwn(item, name), names, from + 1) : [undefined]));
  return found.length === 0 ? [array.length === 0 ? undefined : nothing] : found;
}

function reached(value: Value, names: readonly string[], from: number): Key[] {
  if (Array.isArray(value)) {
    if (from < names.length) return candidates(value, names, from);
    return value.length === 0 ? [nothing] : value;
  }
  if (from === names.length) return [value];
  return reached(isDocument(value) ? getOwn(value, names[from]!) : undefined, names, from + 1);
}
