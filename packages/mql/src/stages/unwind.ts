import type { Parser } from "../compiler/parser.ts";
import { below } from "../compiler/problems.ts";
import type { DefNode } from "../definition/index.ts";
import { getOwn, setOwn } from "../values/names.ts";
import { isDocument } from "../values/type-of.ts";
import type { Document, Value } from "../values/types.ts";
import { defineStage, type UnwindStage } from "./define.ts";
import { pathNames } from "./names.ts";

/** `$unwind`: a document for every item of an array. `{ path, includeArrayIndex, preserveNullAndEmptyArrays }`, or the path alone. */
export const unwind = defineStage({
  name: "$unwind",
  docs: {
    summary: "Makes a document for every item of an array.",
    syntax: "{ $unwind: path } or { $unwind: { path: path, includeArrayIndex?: field, preserveNullAndEmptyArrays?: bool } }",
    examples: [
      { in: [{ a: [1, 2] }, { a: [] }, { a: 3 }], stage: { $unwind: "$a" }, out: [{ a: 1 }, { a: 2 }, { a: 3 }] },
      {
        in: [{ a: ["x"] }, {}],
        stage: { $unwind: { path: "$a", includeArrayIndex: "i", preserveNullAndEmptyArrays: true } },
        out: [{ a: "x", i: 0n }, { i: null }],
      },
    ],
  },
  parse: (parser, node, pointer) => {
    if (node.kind === "scalar") return build(readPath(parser, node, pointer), undefined, false);
    const rules = { path: "required", includeArrayIndex: "optional", preserveNullAndEmptyArrays: "optional" } as const;
    const given = parser.named("$unwind", rules, node, pointer);
    const path = given?.get("path");
    if (given === undefined || path === undefined) return undefined;
    const index = given.get("includeArrayIndex");
    const preserve = given.get("preserveNullAndEmptyArrays");
    return build(
      readPath(parser, path, below(pointer, "path")),
      index && readIndexPath(parser, index, below(pointer, "includeArrayIndex")),
      preserve !== undefined && readFlag(parser, preserve, below(pointer, "preserveNullAndEmptyArrays")),
    );
  },
});

function build(
  path: readonly string[] | undefined,
  indexPath: readonly string[] | undefined,
  preserve: boolean,
): UnwindStage | undefined {
  return path && { kind: "unwind", path, indexPath, preserve, size: 500, expressions: [], usesMeta: false };
}

function readPath(parser: Parser, node: DefNode, pointer: string): readonly string[] | undefined {
  const text = node.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
  if (text === undefined || !text.startsWith("$") || text.startsWith("$$")) {
    const close = text === undefined || text === "" || text.startsWith("$") ? undefined : `"$${text}"`;
    parser.problems.shape(pointer, 'The path of $unwind must be a string with a leading $, such as "$items".', close);
    return undefined;
  }
  return pathNames(parser.problems, text.slice(1), pointer);
}

function readIndexPath(parser: Parser, node: DefNode, pointer: string): readonly string[] | undefined {
  if (node.kind !== "scalar" || typeof node.value !== "string") {
    parser.problems.shape(pointer, "includeArrayIndex must be the name of a field.");
    return undefined;
  }
  return pathNames(parser.problems, node.value, pointer);
}

function readFlag(parser: Parser, node: DefNode, pointer: string): boolean {
  if (node.kind === "scalar" && typeof node.value === "boolean") return node.value;
  parser.problems.shape(pointer, "preserveNullAndEmptyArrays must be true or false.");
  return false;
}

/** The value at a path through documents; arrays on the way are not entered. */
export function valueAt(document: Document, path: readonly string[]): Value {
  let value: Value = document;
  for (const name of path) {
    if (!isDocument(value)) return undefined;
    value = getOwn(value, name);
  }
  return value;
}

/** A copy of the document with the value at a path, every document on the way copied as well; a missing value takes the field away. */
export function withValueAt(document: Document, path: readonly string[], value: Value, at = 0): Document {
  const copy = { ...document };
  const name = path[at]!;
  if (at < path.length - 1) {
    const inner = getOwn(document, name);
    setOwn(copy, name, withValueAt(isDocument(inner) ? inner : {}, path, value, at + 1));
    return copy;
  }
  if (value !== undefined) {
    setOwn(copy, name, value);
    return copy;
  }
  const rest: Document = {};
  for (const key of Object.keys(copy)) if (key !== name) setOwn(rest, key, copy[key]);
  return rest;
}
