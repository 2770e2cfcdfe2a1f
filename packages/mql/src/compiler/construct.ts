/** Code that makes objects and arrays. */

import { setOwn } from "../values/names.ts";
import type { Document, Value } from "../values/types.ts";
import type { ExpressionNode, ObjectNode } from "./ast.ts";
import { type Atom, mayBe } from "./atom.ts";
import { type Emitter, literalKey } from "./emitter.ts";
import { kinds } from "./kinds.ts";

/** More fields than this are set by a loop: a literal of that size would be as slow. */
const fieldsPerLiteral = 64;

/** A new object; fields whose value is missing are left out. */
export function emitObject(e: Emitter, entries: ObjectNode["entries"]): Atom {
  const values = e.values(entries.map((entry) => entry.value));
  return constructObject(
    e,
    entries.map((entry, index) => ({ key: entry.key, value: values[index]! })),
  );
}

/**
 * A new object of values that are already there. Nearly always all of them are present: then a literal gives the object
 * its final shape at once.
 */
export function constructObject(e: Emitter, fields: readonly { key: string; value: Atom }[]): Atom {
  const values = fields.map((field) => field.value);
  const assemble = () =>
    `${e.use(assembleObject)}(${e.use(fields.map((field) => field.key))}, [${values.map((value) => value.js).join(", ")}])`;
  if (fields.length > fieldsPerLiteral) return e.bind(assemble(), kinds.document, true);
  const literal = `{ ${fields.map(({ key, value }) => `${literalKey(key)}: ${value.js}`).join(", ")} }`;
  const unsure = values.filter((value) => mayBe(value, kinds.missing));
  if (unsure.length === 0) return e.bind(literal, kinds.document, true);
  const present = unsure.map((value) => `${value.js} !== undefined`).join(" && ");
  return e.bind(`${present} ? ${literal} : ${assemble()}`, kinds.document, true);
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
  const values = e.values(items).map((value) => orNull(value));
  return e.bind(`[${values.join(", ")}]`, kinds.array, true);
}

/** Source text of the value, null in place of missing. */
export function orNull(value: Atom): string {
  return mayBe(value, kinds.missing) ? `(${value.js} === undefined ? null : ${value.js})` : value.js;
}
