/** Code that makes objects and arrays. */

import { setOwn } from "../values/names.ts";
import type { Document, Value } from "../values/types.ts";
import type { ExpressionNode, ObjectNode } from "./ast.ts";
import { type Atom, atom, mayBe } from "./atom.ts";
import { type Emitter, literalKey } from "./emitter.ts";
import { kinds } from "./kinds.ts";

/** More fields or items than this are put together by a loop: a literal of that size would be as slow. */
const fieldsPerLiteral = 64;

/** A new object; fields whose value is missing are left out. */
export function emitObject(e: Emitter, entries: ObjectNode["entries"]): Atom {
  const nodes = entries.map((entry) => entry.value);
  if (entries.length > fieldsPerLiteral) return assemble(e, entries, e.valueList(nodes));
  const values = e.values(nodes);
  return constructObject(
    e,
    entries.map(({ key }, index) => ({ key, value: values[index]! })),
  );
}

/** A new object of a few values. Nearly always all of them are there: a literal then gives the object its final shape at once. */
export function constructObject(e: Emitter, fields: readonly { key: string; value: Atom }[]): Atom {
  const literal = `{ ${fields.map(({ key, value }) => `${literalKey(key)}: ${value.js}`).join(", ")} }`;
  const unsure = fields.map(({ value }) => value).filter((value) => mayBe(value, kinds.missing));
  if (unsure.length === 0) return e.bind(literal, kinds.document, true);
  return e.choose(
    unsure.map((value) => `${value.js} !== undefined`).join(" && "),
    () => atom(literal, kinds.document, true),
    () => assemble(e, fields, `[${fields.map(({ value }) => value.js).join(", ")}]`),
  );
}

function assemble(e: Emitter, fields: readonly { key: string }[], values: string): Atom {
  const keys = e.program.useNames(fields.map(({ key }) => key));
  return e.pure(assembleObject, [keys, values], kinds.document, true);
}

/** The object of the fields that are present. */
function assembleObject(keys: readonly string[], values: readonly Value[]): Document {
  const made: Document = {};
  for (let index = 0; index < keys.length; index++) {
    const value = values[index];
    if (value !== undefined) setOwn(made, keys[index]!, value);
  }
  return made;
}

/** A new array; missing items become null. */
export function emitArray(e: Emitter, items: readonly ExpressionNode[]): Atom {
  if (items.length > fieldsPerLiteral) return e.pure(withoutMissing, [e.valueList(items)], kinds.array, true);
  const values = e.values(items).map((value) => orNull(value));
  return e.bind(`[${values.join(", ")}]`, kinds.array, true);
}

function withoutMissing(values: readonly Value[]): Value[] {
  return values.map((value) => (value === undefined ? null : value));
}

/** Source text of the value, null in place of missing. */
export function orNull(value: Atom): string {
  return mayBe(value, kinds.missing) ? `(${value.js} === undefined ? null : ${value.js})` : value.js;
}
