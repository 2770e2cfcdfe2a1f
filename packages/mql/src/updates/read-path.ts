import type { Parser } from "../compiler/parser.ts";
import { isTooLong } from "../compiler/path-length.ts";
import { MqlError } from "../errors.ts";
import type { Document } from "../values/types.ts";
import type { ArrayFilters } from "./array-filters.ts";
import type { PathPart } from "./paths.ts";

/** The index of the item that met the query, in the array at a path of a document. */
export type MatchedIndex = (document: Document, path: readonly string[]) => number | undefined;

/**
 * Reads a path with positional operators: `$` (the item that met the query), `$[]` (all items), `$[name]` (those that meet an
 * array filter). Gives its parts for a document; throws MqlError 2 where `$` stands for nothing.
 */
export function readUpdatePath(
  path: string,
  pointer: string,
  parser: Parser,
  filters: ArrayFilters,
  matchedIndex: MatchedIndex,
): ((document: Document) => PathPart[]) | undefined {
  const names = path.split(".");
  if (isTooLong(names, pointer, parser.problems)) return undefined;
  if (names.includes("")) {
    parser.problems.shape(pointer, `'${path}' is not a field path: every name in it must have at least one character.`);
    return undefined;
  }
  if (names[0]!.startsWith("$")) {
    parser.problems.shape(pointer, `The field path '${path}' must not start with '$'.`);
    return undefined;
  }
  if (names.filter((name) => name === "$").length > 1) {
    parser.problems.shape(pointer, `The field path '${path}' has more than one positional operator '$'.`);
    return undefined;
  }
  const parts = names.map((name, index): PathPart | "matched" => {
    if (name === "$") return "matched";
    const filtered = /^\$\[(.*)\]$/.exec(name);
    if (filtered === null) {
      if (name.startsWith("$"))
        parser.problems.shape(pointer, `The name '${name}' in the path '${path}' must not start with '$'.`);
      return name;
    }
    const [, filter = ""] = filtered;
    if (filter === "") return { text: "$[]", selects: () => true };
    const selects = filters.use(filter);
    if (selects === undefined) parser.problems.shape(pointer, `There is no array filter for '${filter}' in the path '${path}'.`);
    return { text: names[index]!, selects: (item) => selects?.(item) ?? false };
  });
  const place = parts.indexOf("matched");
  if (place < 0) return () => parts as PathPart[];
  const above = names.slice(0, place);
  return (document) => {
    const index = matchedIndex(document, above);
    if (index === undefined)
      throw new MqlError(2, `The positional operator in '${path}' did not find the match needed from the query`);
    return parts.map((part) => (part === "matched" ? String(index) : part));
  };
}
