/** Code that reads `$a.b.c`: through documents inline, through arrays by a helper. */

import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from "../values/classes.ts";
import { getOwn, isPrototypeName } from "../values/names.ts";
import { isDocument } from "../values/type-of.ts";
import type { Document, Value } from "../values/types.ts";
import { type Atom, always, atom, mayBe } from "./atom.ts";
import { type Emitter, pathKey } from "./emitter.ts";
import { kinds } from "./kinds.ts";
import { property, quote } from "./program.ts";

/**
 * Names that objects other than documents answer to (`length`, `id`, `getTime`, …). Any other name may be read from
 * whatever is there without looking at its class: the answer is `undefined`.
 */
const classNames = namesOfClasses();

function namesOfClasses(): ReadonlySet<string> {
  const samples: object[] = [
    [],
    new Date(0),
    new Double(0),
    new Decimal128("0"),
    new ObjectId("0".repeat(24)),
    new Binary(),
    new UUID("0".repeat(32)),
    new Timestamp(0n),
    new BSONRegExp("", ""),
    new BSONSymbol(""),
    new Code("", {}),
    new DBRef("", new ObjectId("0".repeat(24))),
    new MinKey(),
    new MaxKey(),
  ];
  const names = new Set<string>();
  for (const sample of samples) {
    for (let holder = sample; holder !== Object.prototype; holder = Object.getPrototypeOf(holder)) {
      for (const name of Object.getOwnPropertyNames(holder)) names.add(name);
    }
  }
  return names;
}

/** Whether the name may be read from an object of any class: only documents answer to it. */
export function isSafeName(name: string): boolean {
  return !classNames.has(name) && !isPrototypeName(name) && !/^\d+$/.test(name);
}

/** Source text of a field of a document. */
export function fieldOf(e: { use(helper: object): string }, document: string, name: string): string {
  return isPrototypeName(name) ? `${e.use(getOwn)}(${document}, ${quote(name)})` : property(document, name);
}

/** Source text of a condition: an object, possibly an array or of another class. */
export function isObject(value: Atom): string {
  if (always(value, kinds.document | kinds.array)) return "true";
  return mayBe(value, kinds.null) ? `typeof ${value.js} === "object" && ${value.js} !== null` : `typeof ${value.js} === "object"`;
}

/** The value at a path below a value. Values read before in the same block are not read again. */
export function emitPath(e: Emitter, base: Atom, names: readonly string[]): Atom {
  if (names.length === 0) return base;
  const compute = () => {
    if (!always(base, kinds.document)) return below(e, base, names, 0);
    if (names.length === 1) return e.bind(fieldOf(e, base.js, names[0]!));
    return below(e, emitPath(e, base, names.slice(0, 1)), names, 1);
  };
  return e.remember(pathKey(base, names), compute, e.isDocument(base) ? names[0] : undefined);
}

/** The value at `names[index…]` below a value of any kind. */
function below(e: Emitter, base: Atom, names: readonly string[], index: number): Atom {
  if (!mayBe(base, kinds.document | kinds.array)) return atom("undefined", kinds.missing);
  const result = e.declare();
  step(e, base, names, index, result);
  return result;
}

function step(e: Emitter, base: Atom, names: readonly string[], index: number, result: Atom): void {
  const name = names[index]!;
  const inArray = () => `${result.js} = ${e.use(pathInArray)}(${base.js}, ${e.program.useNames(names)}, ${index});`;
  const last = index === names.length - 1;
  e.block(`if (${isObject(base)})`, () => {
    if (!isSafeName(name)) {
      e.block(`if (${e.use(isDocument)}(${base.js}))`, () => next(fieldOf(e, base.js, name)));
      e.line(`else if (Array.isArray(${base.js})) ${inArray()}`);
      return;
    }
    const value = next(property(base.js, name));
    e.line(`if (${value.js} === undefined && Array.isArray(${base.js})) ${inArray()}`);
  });

  function next(read: string): Atom {
    if (last) {
      e.line(`${result.js} = ${read};`);
      return result;
    }
    const value = e.bind(read);
    step(e, value, names, index + 1, result);
    return value;
  }
}

/** A path below an array: an array of what its documents hold there. Arrays directly inside the array are not entered. */
function pathInArray(array: readonly Value[], names: readonly string[], index: number): Value[] {
  const found: Value[] = [];
  for (const item of array) {
    if (!isDocument(item)) continue;
    const value = pathInDocument(item, names, index);
    if (value !== undefined) found.push(value);
  }
  return found;
}

/** The value at `names[index…]` of a document: the meaning of a field path, without generated code. */
export function pathInDocument(document: Document, names: readonly string[], index = 0): Value {
  let value: Value = document;
  for (let at = index; at < names.length; at++) {
    if (Array.isArray(value)) return pathInArray(value, names, at);
    if (!isDocument(value)) return undefined;
    value = getOwn(value, names[at]!);
  }
  return value;
}
