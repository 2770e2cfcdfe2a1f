import { always } from "../compiler/atom.ts";
import { kinds } from "../compiler/kinds.ts";
import { MqlError } from "../errors.ts";
import { setOwn } from "../values/names.ts";
import { isDocument, isNullish, typeOf } from "../values/type-of.ts";
import type { Document, Value } from "../values/types.ts";
import { defineAccumulator } from "./define.ts";
import { heapBytes } from "./size.ts";

interface Field {
  value: Value;
  /** Arrival sequences of the first record that had the field, which gives its place, and of the last, which gives its value. */
  first: number;
  last: number;
  /** Its place among the fields of that first record. */
  position: number;
}

class MergeState {
  fields = new Map<string, Field>();
}

/** Throws unless the value can be merged. */
function checkObject(value: Value): void {
  if (isNullish(value) || isDocument(value)) return;
  throw new MqlError(40400, `$mergeObjects requires object inputs, but input is of type ${typeOf(value)}`);
}

/** Takes a document in and gives the bytes that it costs. */
function mergeDocument(fields: MergeState["fields"], document: Value, sequence: number): number {
  if (isNullish(document)) return 0;
  let bytes = 0;
  for (const [position, name] of Object.keys(document as Document).entries()) {
    bytes += mergeField(fields, name, { value: (document as Document)[name], first: sequence, last: sequence, position });
  }
  return bytes;
}

function mergeField(fields: MergeState["fields"], name: string, field: Field): number {
  const own = fields.get(name);
  if (own === undefined) {
    fields.set(name, field);
    return 120 + 2 * name.length + heapBytes(field.value);
  }
  if (field.first < own.first) {
    own.first = field.first;
    own.position = field.position;
  }
  if (field.last < own.last) return 0;
  const bytes = heapBytes(field.value) - heapBytes(own.value);
  own.value = field.value;
  own.last = field.last;
  return bytes;
}

/** $mergeObjects: one document of the fields of all, in order of arrival; later values win. Null and missing are ignored. */
export const mergeObjectsAccumulator = defineAccumulator<MergeState>({
  name: "$mergeObjects",
  State: MergeState,
  bytes: 200,
  check: (e, value, node) => {
    if (!always(value, kinds.nullish | kinds.document)) e.line(`${e.at(node)}; ${e.use(checkObject)}(${value.js});`);
  },
  emit: (e, value, { field, entry, sequence }) =>
    e.line(`${entry}.bytes += ${e.use(mergeDocument)}(${field("fields")}, ${value.js}, ${sequence});`),
  result: (state) => {
    const merged: Document = {};
    for (const [name, { value }] of inOrder(state)) setOwn(merged, name, value);
    return merged;
  },
  merge: (into, from) => {
    for (const [name, field] of from.fields) mergeField(into.fields, name, { ...field });
  },
  encode: (state) => inOrder(state).map(([name, { value, first, last, position }]) => [name, value, first, last, position]),
  decode: (value) => {
    const state = new MergeState();
    for (const [name, field, first, last, position] of value as [string, Value, number, number, number][]) {
      state.fields.set(name, { value: field, first, last, position });
    }
    return state;
  },
  docs: {
    syntax: "{ $mergeObjects: expression }",
    summary: "Merges documents into one.",
    examples: [
      {
        in: [{ a: { x: 1, y: 2 } }, { a: null }, { a: { y: 3, z: 4 } }],
        accumulator: { $mergeObjects: "$a" },
        out: { x: 1, y: 3, z: 4 },
      },
      { in: [{}], accumulator: { $mergeObjects: "$a" }, out: {} },
    ],
  },
});

function inOrder(state: MergeState): [string, Field][] {
  return [...state.fields].sort(([, a], [, b]) => a.first - b.first || a.position - b.position);
}
