/** `$group` as a state machine: compiled once, fed record by record, its states mergeable and serialisable (design 6). */
import { type ExpressionNode, meta, root } from "../compiler/ast.ts";
import { atom } from "../compiler/atom.ts";
import { Emitter } from "../compiler/emitter.ts";
import type { CompileOptions } from "../compiler/expression.ts";
import { kinds } from "../compiler/kinds.ts";
import { optimise } from "../compiler/optimise.ts";
import { Parser, Scope } from "../compiler/parser.ts";
import { below, type Compiled, nearest, Problems } from "../compiler/problems.ts";
import { Program } from "../compiler/program.ts";
import { planFunctions } from "../compiler/splitting.ts";
import type { DefNode } from "../definition/index.ts";
import type { Carrier, EvalContext } from "../record.ts";
import { canonicalKey } from "../values/canonical-key.ts";
import { setOwn } from "../values/names.ts";
import type { Document, Value } from "../values/types.ts";
import type { AccumulatorSpec } from "./define.ts";
import { emitKey } from "./group-key.ts";
import { accumulatorsByName } from "./registry.ts";
import { heapBytes } from "./size.ts";

/** Canonical encoding of a group's `_id`: equal-comparing ids have equal keys. */
export type GroupKey = string | number;

export interface GroupEntry {
  readonly key: GroupKey;
  readonly id: Value;
  /** Arrival sequence of the first record. */
  readonly seq: number;
  /** Set by `add` and `merge`; who keeps the entry on disk clears it. */
  changed: boolean;
  /** Memory that the entry costs, roughly. */
  bytes: number;
}

export interface GroupProgram {
  /** Evaluates `_id` and all arguments first (throws MqlError before anything has changed), then updates the group's entry, or makes one. */
  add(groups: Map<GroupKey, GroupEntry>, record: Carrier, seq: number, context: EvalContext): GroupEntry;
  /** `{ _id, …fields }`. */
  result(entry: GroupEntry): Document;
  /** Takes the other entry's values over, as if its records had arrived here. */
  merge(into: GroupEntry, from: GroupEntry): void;
  /** A BSON-able value from which `decode` makes the same entry. */
  encode(entry: GroupEntry): Value;
  decode(value: Value): GroupEntry;
  /** It reads the stream metadata. */
  readonly usesMeta: boolean;
}

/** One output field of a `$group`. */
interface GroupField {
  readonly name: string;
  readonly spec: AccumulatorSpec;
  readonly argument: ExpressionNode;
  readonly pointer: string;
}

/** Entries with the accumulators' states beside what everybody sees. */
interface Entry extends GroupEntry {
  readonly states: unknown;
}

/** Memory of an entry without its id and states: the object and its place in a Map. */
const entryBytes = 120;

/** Compiles the object of a `$group`. Never throws: problems of the definition are given back, all of them. */
export function compileGroup(node: DefNode, options: CompileOptions = {}): Compiled<GroupProgram> {
  const problems = new Problems();
  const parsed = parseGroup(node, options.pointer ?? "", new Parser(problems));
  return problems.result(() =>
    linkGroup(
      optimise(parsed.id!),
      parsed.fields.map((field) => ({ ...field, argument: optimise(field.argument) })),
    ),
  );
}

function parseGroup(node: DefNode, pointer: string, parser: Parser): { id: ExpressionNode | undefined; fields: GroupField[] } {
  const scope = Scope.outermost();
  const fields: GroupField[] = [];
  let id: ExpressionNode | undefined;
  if (node.kind !== "object") {
    parser.problems.shape(pointer, "$group takes an object with _id and accumulators.");
    return { id, fields };
  }
  for (const { key, value } of node.entries) {
    const at = below(pointer, key);
    if (key === "_id") id = parser.expression(value, at, scope);
    else {
      const field = parseField(key, value, at, parser, scope);
      if (field !== undefined) fields.push(field);
    }
  }
  if (id === undefined)
    parser.problems.shape(pointer, "$group lacks the field '_id': the expression to group by, or null for one group of all.");
  return { id, fields };
}

function parseField(name: string, node: DefNode, pointer: string, parser: Parser, scope: Scope): GroupField | undefined {
  if (name.includes(".") || name.startsWith("$")) {
    parser.problems.shape(pointer, `The field name '${name}' of $group must neither contain a dot nor start with '$'.`);
  }
  const [entry] = node.kind === "object" ? node.entries : [];
  if (node.kind !== "object" || entry === undefined || node.entries.length > 1 || !entry.key.startsWith("$")) {
    parser.problems.shape(
      pointer,
      `The field '${name}' of $group must be an accumulator: an object with one operator, such as { $sum: 1 }.`,
    );
    return undefined;
  }
  const spec = accumulatorsByName.get(entry.key);
  const at = below(pointer, entry.key);
  if (spec === undefined) {
    parser.problems.shape(at, `Unknown group operator ${entry.key}.`, nearest(entry.key, accumulatorsByName.keys()));
    return undefined;
  }
  return { name, spec, argument: spec.parse(parser, entry.value, at, scope), pointer: at };
}

function linkGroup(id: ExpressionNode, fields: readonly GroupField[]): GroupProgram {
  const Entry = linkEntry(fields);
  const states = (entry: GroupEntry) => entry as unknown as Record<string, unknown>;
  return {
    add: linkAdd(Entry, id, fields),
    result: (entry) => {
      const result: Document = { _id: entry.id === undefined ? null : entry.id };
      for (const [index, { name, spec }] of fields.entries()) setOwn(result, name, spec.result(states(entry)[`s${index}`]));
      return result;
    },
    merge: (into, from) => {
      for (const [index, { spec }] of fields.entries()) spec.merge(states(into)[`s${index}`], states(from)[`s${index}`]);
      into.bytes += Math.max(0, from.bytes - emptyBytes(fields));
      (into as { seq: number }).seq = Math.min(into.seq, from.seq);
      into.changed = true;
    },
    encode: (entry) => [
      entry.seq,
      entry.bytes,
      fields.map(({ spec }, index) => spec.encode(states(entry)[`s${index}`])),
      ...(entry.id === undefined ? [] : [entry.id]),
    ],
    decode: (value) => {
      const [seq, bytes, encoded, entryId] = value as [number, number, Value[], Value];
      const entry = new Entry(canonicalKey(entryId), entryId, seq);
      for (const [index, { spec }] of fields.entries()) states(entry)[`s${index}`] = spec.decode(encoded[index]);
      entry.bytes = bytes;
      return entry;
    },
    usesMeta: [id, ...fields.map((field) => field.argument)].some((node) => node.needs.has(meta)),
  };
}

function emptyBytes(fields: readonly GroupField[]): number {
  return entryBytes + fields.reduce((sum, { spec }) => sum + spec.bytes, 0);
}

/** A class for the entries of this `$group`, with a property `s<index>` for each accumulator's state. */
function linkEntry(fields: readonly GroupField[]): new (key: GroupKey, id: Value, seq: number) => Entry {
  const program = new Program();
  const made = fields.map(({ spec }, index) => `this.s${index} = new ${program.use(spec.State)}();`);
  program.add(
    `class Entry { constructor(key, id, seq) { this.key = key; this.id = id; this.seq = seq; this.changed = true; ` +
      `this.bytes = ${emptyBytes(fields)} + ${program.use(heapBytes)}(id); ${made.join(" ")} } }`,
  );
  return program.link("Entry");
}

function linkAdd(
  Entry: new (key: GroupKey, id: Value, seq: number) => Entry,
  id: ExpressionNode,
  fields: readonly GroupField[],
): GroupProgram["add"] {
  const program = new Program();
  for (const node of [id, ...fields.map((field) => field.argument)]) planFunctions(node, program.outlined);
  const e = new Emitter(program, [[root, atom("d", kinds.document)]]);
  const key = emitKey(e, id);
  const values = e.values(fields.map((field) => field.argument));
  for (const [index, { spec, argument }] of fields.entries()) spec.check?.(e, values[index]!, argument);
  e.line(`const key = ${key.js};`);
  e.line("let entry = groups.get(key);");
  e.block("if (entry === undefined)", () => {
    e.line(`entry = new ${e.use(Entry)}(key, ${key.id()}, seq);`);
    e.line("groups.set(key, entry);");
  });
  e.line("entry.changed = true;");
  for (const [index, { spec, argument }] of fields.entries()) {
    e.line(`const state${index} = entry.s${index};`);
    spec.emit(e, values[index]!, { state: `state${index}`, entry: "entry", sequence: "seq", node: argument });
  }
  e.line("return entry;");
  program.add(`function add(groups, ${e.record}, seq, ${e.context}) {\nconst d = ${e.record}.doc;\n${e.body()}\n}`);
  return program.link("add");
}
