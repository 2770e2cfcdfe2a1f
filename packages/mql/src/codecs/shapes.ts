/**
 * What the readers of JSON and BSON have learnt about documents: which field follows which. A document of a known shape is
 * read by comparing bytes with the expected names, and made by one object literal, so that it has the same hidden class as
 * all others of its shape.
 */
import { setOwn } from "../values/names.ts";
import type { Document, Value } from "../values/types.ts";
import { isWrapperKey, readBareWrapper, readWrapper } from "./ejson-wrappers.ts";

/** What differs between the formats that documents are read from. */
interface ShapeSyntax {
  /** The bytes with which a field begins. */
  spell(name: string): Uint8Array;
  /** Whether an object with an Extended JSON wrapper's key stands for another value. */
  readonly wrappers: boolean;
}

/** Makes the value of an object from its fields' values, which lie on a stack from `base` on. */
type Construct = (values: readonly Value[], base: number) => Value;
type MakeDocument = (values: readonly Value[], base: number) => Document;

const limits = {
  /** Fields that may follow one field; in objects that go beyond, names are taken for data. */
  followers: 64,
  fields: 250,
  nameSize: 200,
  /** Objects of known shape that pay for learning one more field where they stand, how many are paid for at first and saved at most. */
  objectsPerField: 4,
  savedAtFirst: 2_000,
  savedAtMost: 8_000,
  /** Fields known altogether, before all is forgotten. */
  allFields: 20_000,
  /** Constructors of generated code: these many at first use, then up to the next limit for objects seen often. */
  compiledAtOnce: 1_000,
  compiled: 5_000,
  usesBeforeCompiled: 50,
} as const;

/** A field of objects of some shape; behind it, any of its followers. The root of a shape stands before the first field. */
export class ShapeField {
  readonly name: string;
  /** Number of bytes with which the field begins. */
  readonly size: number;
  /** These bytes as 32-bit little-endian words, the last one filled up with zeros. */
  readonly words: Int32Array;
  /** The bits of the last word that count. */
  readonly lastMask: number;
  /** The follower that came last, most often the next one too. */
  next: ShapeField | undefined = undefined;
  readonly followers: ShapeField[] = [];
  private readonly shapes: Shapes;
  private readonly before: ShapeField | undefined;
  /** The object's place, where its fields are learnt. */
  private readonly root: ShapeField;
  /** At the root: what is saved for learning. Where most objects are new, names are data and not worth it. */
  private saved: number = limits.savedAtFirst;
  private readonly place: number;
  private inner: ShapeField | undefined = undefined;
  private construct: Construct | undefined = undefined;
  private uses = 0;

  constructor(shapes: Shapes, name = "", before?: ShapeField) {
    this.shapes = shapes;
    this.name = name;
    const beginning = shapes.syntax.spell(name);
    this.size = beginning.length;
    const padded = new Uint8Array(Math.ceil(this.size / 4) * 4);
    padded.set(beginning);
    const view = new DataView(padded.buffer);
    this.words = Int32Array.from({ length: padded.length / 4 }, (_, i) => view.getInt32(i * 4, true));
    this.lastMask = -1 >>> ((padded.length - this.size) * 8);
    this.before = before;
    this.root = before ? before.root : this;
    this.place = before ? before.place + 1 : 0;
    shapes.fields += 1;
  }

  /** The shapes of objects that are this field's value, or in the array that is its value. */
  get objects(): ShapeField {
    this.inner ??= new ShapeField(this.shapes);
    return this.inner;
  }

  /** The follower of this name, expected next time; `undefined` when there is no room for another. */
  follower(name: string): ShapeField | undefined {
    let field = this.followers.find((known) => known.name === name);
    if (field === undefined) {
      const full = this.followers.length === limits.followers || this.place === limits.fields;
      if (full || name.length > limits.nameSize || this.root.saved < limits.objectsPerField) return undefined;
      this.root.saved -= limits.objectsPerField;
      field = new ShapeField(this.shapes, name, this);
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
    if (this.construct === undefined) return this.makeFirst(values, base);
    const { root } = this;
    if (root.saved < limits.savedAtMost) root.saved += 1;
    return this.construct(values, base);
  }

  private makeFirst(values: readonly Value[], base: number): Value {
    const names = this.names;
    this.uses += 1;
    const { compiled, syntax } = this.shapes;
    const often = compiled < limits.compiledAtOnce || (this.uses >= limits.usesBeforeCompiled && compiled < limits.compiled);
    const construct = unwrapping(syntax, names, often ? compileConstruct(names) : assembling(names));
    if (often) {
      this.construct = construct;
      this.shapes.compiled += 1;
    }
    return construct(values, base);
  }
}

/** All shapes that one reader knows. */
export class Shapes {
  readonly syntax: ShapeSyntax;
  /** Fields known and constructors compiled, for the limits. */
  fields = 0;
  compiled = 0;
  private outermost: ShapeField;

  constructor(syntax: ShapeSyntax) {
    this.syntax = syntax;
    this.outermost = new ShapeField(this);
  }

  /** Where to begin reading. Everything is forgotten when it has become too much, as when names are data everywhere. */
  get root(): ShapeField {
    if (this.fields > limits.allFields) {
      this.fields = 0;
      this.compiled = 0;
      this.outermost = new ShapeField(this);
    }
    return this.outermost;
  }
}

/** Field names reach the generated code only as string literals; `__proto__` as a computed name, which defines a field. */
function compileConstruct(names: readonly string[]): MakeDocument {
  const fields = names.map((name, i) => {
    const literal = JSON.stringify(name);
    return `${name === "__proto__" ? `[${literal}]` : literal}: values[base + ${i}]`;
  });
  return new Function("values", "base", `return { ${fields.join(", ")} };`) as MakeDocument;
}

function assembling(names: readonly string[]): MakeDocument {
  return (values, base) => {
    const doc: Document = {};
    for (let i = 0; i < names.length; i++) setOwn(doc, names[i]!, values[base + i]);
    return doc;
  };
}

/** With Extended JSON wrappers interpreted. */
function unwrapping(syntax: ShapeSyntax, names: readonly string[], construct: MakeDocument): Construct {
  const key = syntax.wrappers ? names.find(isWrapperKey) : undefined;
  if (key === undefined) return construct;
  if (names.length === 1) return (values, base) => readBareWrapper(key, values[base]);
  return (values, base) => readWrapper(key, construct(values, base));
}
