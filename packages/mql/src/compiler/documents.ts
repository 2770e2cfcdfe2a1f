/** Changing documents without changing them: copies with fields set or left out. */
import { getOwn, setOwn } from "../values/names.ts";
import type { Document, Value } from "../values/types.ts";

/** A copy of a document's top level. */
export function copyOf(document: Document): Document {
  return { ...document };
}

/** A copy with one field set; without it, if the value is missing. */
export function withField(document: Document, name: string, value: Value): Document {
  if (value === undefined) return getOwn(document, name) === undefined ? { ...document } : without(document, name);
  const copy = { ...document };
  setOwn(copy, name, value);
  return copy;
}

/** A copy without one field. Fields are never deleted: that would turn the object into a dictionary. */
export function without(document: Document, name: string): Document {
  const copy: Document = {};
  for (const key of Object.keys(document)) if (key !== name) setOwn(copy, key, document[key]);
  return copy;
}
