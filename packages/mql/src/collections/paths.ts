/** Reading and setting values at dotted paths. */
import { getOwn, setOwn } from "../values/names.ts";
import { isDocument } from "../values/type-of.ts";
import type { Document, Value } from "../values/types.ts";

/** The value at a path through documents, not arrays; `undefined` where there is none. */
export function valueAt(document: Document, path: string): Value {
  let value: Value = document;
  for (const name of path.split(".")) value = isDocument(value) ? getOwn(value, name) : undefined;
  return value;
}

/** All values that a path leads to, through the items of arrays, as queries see them; a path that leads nowhere gives `undefined`. */
export function valuesAt(value: Value, path: string): Value[] {
  return reach(value, path.split("."), 0);
}

function reach(value: Value, names: readonly string[], index: number): Value[] {
  if (index === names.length) return Array.isArray(value) ? [...value, value] : [value];
  if (Array.isArray(value)) {
    const found = value.filter(isDocument).flatMap((item) => reach(item, names, index));
    const name = names[index]!;
    if (/^\d+$/.test(name) && Number(name) < value.length) found.push(...reach(value[Number(name)], names, index + 1));
    return found;
  }
  return reach(isDocument(value) ? getOwn(value, names[index]!) : undefined, names, index + 1);
}

/** A copy of the document with another value at a path; documents on the way are copied or made. */
export function withValueAt(document: Document, path: string, value: Value): Document {
  const [first = "", ...rest] = path.split(".");
  const copy = { ...document };
  const inner = getOwn(copy, first);
  setOwn(copy, first, rest.length === 0 ? value : withValueAt(isDocument(inner) ? inner : {}, rest.join("."), value));
  return copy;
}
