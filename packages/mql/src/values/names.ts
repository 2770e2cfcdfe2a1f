/**
 * Reading and writing fields whose names come from data. `constructor`, `toString` and the like are found on every object,
 * and `__proto__` is an accessor; as field names they are as good as any other (design 4, "Names are data").
 */
import type { Document, Value } from "./types.ts";

const prototypeNames: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Whether every object answers to this name, so that it must be read with `getOwn` and written with `setOwn`. */
export function isPrototypeName(name: string): boolean {
  return prototypeNames.has(name);
}

/** The field's value, or `undefined` when the document has no such field of its own. */
export function getOwn(doc: Document, key: string): Value {
  const value = doc[key];
  // Everything inherited is a function or `__proto__`; no value of ours is a function.
  if (typeof value === "function" || key === "__proto__") return Object.hasOwn(doc, key) ? value : undefined;
  return value;
}

/** Sets a field as JSON.parse would: `__proto__` becomes an ordinary field. */
export function setOwn(doc: Document, key: string, value: Value): void {
  if (key === "__proto__") {
    Object.defineProperty(doc, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    doc[key] = value;
  }
}

/**
 * An empty document for names that are data. V8 keeps it as a hash table from the start, instead of making a hidden class for
 * every name that is added.
 */
export function makeDictionary(): Document {
  return Object.setPrototypeOf({ __proto__: null }, Object.prototype);
}
