/** `$rename`: a field under another name. Both paths are changed: the one loses the value, the other gets it. */
import type { Parser } from "../compiler/parser.ts";
import { below } from "../compiler/problems.ts";
import type { DefObject } from "../definition/index.ts";
import { MqlError } from "../errors.ts";
import { getOwn } from "../values/names.ts";
import { isDocument } from "../values/type-of.ts";
import type { Document, Value } from "../values/types.ts";
import type { FieldChange, UpdateOperator } from "./define.ts";

/** What the reference says of it; it is no operator like the others because it changes two fields. */
export const rename: Pick<UpdateOperator, "name" | "docs"> = {
  name: "$rename",
  docs: {
    summary: "Renames fields.",
    syntax: "{ $rename: { path: path, … } }",
    examples: [{ in: { a: 1, b: 2 }, update: { $rename: { a: "c.d" } }, out: { b: 2, c: { d: 1 } } }],
  },
};

/** Pairs of paths: from, to. */
export function readRename(node: DefObject, pointer: string, parser: Parser): [from: string, to: string][] {
  return node.entries.flatMap(({ key, value }): [string, string][] => {
    const at = below(pointer, key);
    const to = parser.plain(value, at);
    const isPath = (path: Value): path is string =>
      typeof path === "string" && !path.split(".").some((name) => name === "" || name.startsWith("$"));
    if (isPath(key) && isPath(to) && to !== key) return [[key, to]];
    parser.problems.shape(at, "$rename takes two different field paths without positional operators.");
    return [];
  });
}

/** The other path gets what the field held when the update began; a field that was not there changes nothing. */
export function movedFrom(document: Document, path: string): FieldChange {
  let value: Value = document;
  for (const name of path.split(".")) {
    if (Array.isArray(value)) throw new MqlError(2, `The source '${path}' of $rename must not lie in an array`);
    value = isDocument(value) ? getOwn(value, name) : undefined;
  }
  const moved = value;
  return { creates: moved !== undefined, change: (old) => (moved === undefined ? old : moved) };
}
