/**
 * What the JSON reader has learnt about documents: which field follows which. A document of a known shape is read by
 * comparing bytes with the expected names, and made by one object literal, so that it has the same hidden class as all
 * others of its shape.
 */
import { setOwn } from "../values/names.ts";
import type { Document, Value } from "../values/types.ts";
import { isWrapperKey, readWrapper } from "./ejson-wrappers.ts";

/** Makes the value of an object from its fields' values, which lie on a stack from `base` on. */
type Construct = (values: readonly Value[], base: number) => Value;

const limits = {
  /** Fields that may follow one field; in objects that go beyond, names are taken for data. */
  followers: 16,
  fields: 100,
  /** Names known altogether, before all is forgotten. */
  names: 20_000,
  /** Constructors of generated code: these many at first use, then up to the next limit for objects seen often. */
  compiledAtOnce: 1_000,
  compiled: 5_000,
  usesBeforeCompiled: 50,
} as const;

let namesKnown = 0;
let compiled = 0;

/** A field of objects of some shape; behind it, any of its followers. The root of a shape stands before the first field. */
export class ShapeField {
  readonly name: string;
  /** `"name":` in UTF-8 as 32-bit little-endian words. The last one overlaps the one before if the size is no multiple of 4. */
  readonly words: Int32Array;
  /** Bytes of `"name":`. */
  readonly size: number;
  /** The follower that came last, most often the next one too. */
  next: ShapeField | undefined = undefined;
  readonly followers: ShapeField[] = [];
  private readonly before: ShapeField | undefined;
  private readonly place: number;
  private inner: ShapeField | undefined = undefined;
  private construct: Construct | undefined = undefined;
  private uses = 0;

  constructor(name = "", before?: ShapeField) {
    this.name = name;
    const text = new TextEncoder().encode(`${JSON.stringify(name)}:`);
    this.size = text.length;
    this.words = littleEndianWords(text);
    this.before = before;
    this.place = before ? before.place + 1 : 0;
    namesKnown += 1;
  }

  /** The shapes of objects that are this field's value, or in the array that is its value. */
  get objects(): ShapeField {
    this.inner ??= new ShapeField();
    return this.inner;
  }

  /** The follower of this name, expected next time; `undefined` when there is no room for another. */
  follower(name: string): ShapeField | undefined {
    let field = this.followers.find((known) => known.name === name);
    if (field === undefined) {
      if (this.followers.length === limits.followers || this.place === limits.fields) return undefined;
      field = new ShapeField(name, this);
      this.followers.push(field);
    }
    this.next = field;
    return field;
  }

  /** The names from the first to this one. */
  get names(): string[] {
    const names: string[] = [];
    for (let field: ShapeField = this; field.before; field = field.before) names.unshift(field.name);
    return names;
  }

  /** The value of an object whose last field this is. Throws MqlError 9 for a malformed Extended JSON wrapper. */
  make(values: readonly Value[], base: number): Value {
    return this.construct ? this.construct(values, base) : this.makeFirst(values, base);
  }

  private makeFirst(values: readonly Value[], base: number): Value {
    const names = this.names;
    this.uses += 1;
    const often = compiled < limits.compiledAtOnce || (this.uses >= limits.usesBeforeCompiled && compiled < limits.compiled);
    const construct = often ? compileConstruct(names) : assembling(names);
    if (often) this.construct = construct;
    return construct(values, base);
  }
}

/** The shapes known at the outermost level. Forgotten when there are too many, as when names are data everywhere. */
let outermost = new ShapeField();

/** Where to begin reading a document. */
export function knownShapes(): ShapeField {
  if (namesKnown > limits.names) {
    namesKnown = 0;
    outermost = new ShapeField();
  }
  return outermost;
}

/** `"":` alone fills no word; its zero word never occurs in text, so that it is always found by name. */
function littleEndianWords(text: Uint8Array): Int32Array {
  const words = new Int32Array(Math.ceil(text.length / 4));
  if (text.length < 4) return words;
  const view = new DataView(text.buffer, text.byteOffset, text.length);
  for (let i = 0; i < words.length; i++) words[i] = view.getInt32(Math.min(i * 4, text.length - 4), true);
  return words;
}

/** Field names reach the generated code only as string literals; `__proto__` as a computed name, which defines a field. */
function compileConstruct(names: readonly string[]): Construct {
  compiled += 1;
  const fields = names.map((name, i) => {
    const literal = JSON.stringify(name);
    return `${name === "__proto__" ? `[${literal}]` : literal}: values[base + ${i}]`;
  });
  const construct = new Function("values", "base", `return { ${fields.join(", ")} };`) as Construct;
  return unwrapping(names, construct as (values: readonly Value[], base: number) => Document);
}

function assembling(names: readonly string[]): Construct {
  return unwrapping(names, (values, base) => {
    const doc: Document = {};
    for (let i = 0; i < names.length; i++) setOwn(doc, names[i]!, values[base + i]);
    return doc;
  });
}

/** With Extended JSON wrappers interpreted. */
function unwrapping(names: readonly string[], construct: (values: readonly Value[], base: number) => Document): Construct {
  const key = names.find(isWrapperKey);
  return key === undefined ? construct : (values, base) => readWrapper(key, construct(values, base));
}
