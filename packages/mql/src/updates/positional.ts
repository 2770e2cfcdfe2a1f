import { type QueryNode, reaches } from "../queries/tree.ts";
import { getOwn } from "../values/names.ts";
import { isDocument } from "../values/type-of.ts";
import type { Document, Value } from "../values/types.ts";

/** The index of the first item of the array at a path that met a condition of the query on that array; `undefined` if there is none. */
export function matchedIndex(document: Document, path: readonly string[], query: QueryNode): number | undefined {
  let array: Value = document;
  for (const name of path) array = isDocument(array) ? getOwn(array, name) : undefined;
  if (!Array.isArray(array)) return undefined;
  for (const condition of conditionsOn(path, query)) {
    const index = array.findIndex(condition);
    if (index >= 0) return index;
  }
  return undefined;
}

/** The conditions of a query on an array, as conditions on one item. */
function conditionsOn(path: readonly string[], query: QueryNode): ((item: Value) => boolean)[] {
  switch (query.kind) {
    case "and":
    case "or":
      return query.parts.flatMap((part) => conditionsOn(path, part));
    case "not":
      return conditionsOn(path, query.part).map((condition) => (item) => !condition(item));
    case "field": {
      if (path.some((name, index) => query.path[index] !== name)) return [];
      const rest = query.path.slice(path.length);
      if (rest.length > 0) return [(item) => reaches(item, rest, 0, query.test)];
      // `$elemMatch` tests the array; an array of the item alone meets it exactly if the item does.
      return [(item) => (query.test.items ? query.test.accepts(item) : query.test.accepts([item]))];
    }
    case "whole":
    case "expression":
      return [];
  }
}
