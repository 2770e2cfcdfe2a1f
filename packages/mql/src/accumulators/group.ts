/** `$group` as a state machine: compiled once, fed record by record, its states mergeable and serialisable (design 6). */
import { type ExpressionNode, meta, root } from "../compiler/ast.ts";
import { type Atom, atom } from "../compiler/atom.ts";
import { Emitter, literalKey } from "../compiler/emitter.ts";
import { type CompileOptions, outerVariables } from "../compiler/expression.ts";
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
import type { AccumulatorSpec, Place } from "./define.ts";
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

/** Memory of an entry without its id and states: the object and its place in a Map. */
const entryBytes = 120;

/** Compiles the object of a `$group`. Never throws: problems of the definition are given back, all of them. */
export function compileGroup(node: DefNode, options: CompileOptions = {}): Compiled<GroupProgram> {
  const problems = new Problems();
  const parsed = parseGroup(node, options.pointer ?? "", new Parser(problems), Scope.outermost(outerVariables(options)));
  return problems.result(() =>
    linkGroup(
      optimise(parsed.id!),
      parsed.fields.map((field) => ({ ...field, argument: optimise(field.argument) })),
    ),
  );
}

function parseGroup(
  node: DefNode,
  pointer: string,
  parser: Parser,
  scope: Scope,
): { id: ExpressionNode | undefined; fields: GroupField[] } {
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
  const parsed = spec.parse(parser, entry.value, at, scope);
  return "argument" in parsed ? { name, ...parsed, pointer: at } : { name, spec, argument: parsed, pointer: at };
}

function linkGroup(id: ExpressionNode, fields: readonly GroupField[]): GroupProgram {
  const Entry = linkEntry(fields);
  const states = fields.map(({ spec }, index) => linkState(spec, index));
  return {
    add: linkAdd(Entry, states, id, fields),
    result: linkResult(states, fields),
    merge: (into, from) => {
      for (const [index, { spec }] of fields.entries()) {
        const { load, store } = states[index]!;
        const merged = load(into);
        spec.merge(merged, load(from));
        store(into, merged);
      }
      into.bytes += Math.max(0, from.bytes - emptyBytes(fields));
      into.changed = true;
      if (from.seq < into.seq) Object.assign(into, { seq: from.seq, id: from.id });
    },
    encode: (entry) => [
      entry.seq,
      entry.bytes,
      fields.map(({ spec }, index) => spec.encode(states[index]!.load(entry))),
      ...(entry.id === undefined ? [] : [entry.id]),
    ],
    decode: (value) => {
      const [seq, bytes, encoded, entryId] = value as [number, number, Value[], Value];
      const entry = new Entry(canonicalKey(entryId), entryId, seq);
      for (const [index, { spec }] of fields.entries()) states[index]!.store(entry, spec.decode(encoded[index]));
      entry.bytes = bytes;
      return entry;
    },
    usesMeta: [id, ...fields.map((field) => field.argument)].some((node) => node.needs.has(meta)),
  };
}

/** The state of one accumulator out of an entry and back into it: entries hold the fields of all states side by side, which saves an object and a load each. */
interface StateAccess {
  load(entry: GroupEntry): unknown;
  store(entry: GroupEntry, state: unknown): void;
}

const stateField = (index: number, name: string) => `s${index}_${name}`;

const fieldNames = (spec: AccumulatorSpec) => Object.keys(new spec.State() as object);

function linkState(spec: AccumulatorSpec, index: number): StateAccess {
  const program = new Program();
  const names = fieldNames(spec);
  const loaded = names.map((name) => `state.${name} = entry.${stateField(index, name)};`);
  const stored = names.map((name) => `entry.${stateField(index, name)} = state.${name};`);
  program.add(`function load(entry) { const state = new ${program.use(spec.State)}(); ${loaded.join(" ")} return state; }`);
  program.add(`function store(entry, state) { ${stored.join(" ")} }`);
  return program.link("{ load, store }");
}

function emptyBytes(fields: readonly GroupField[]): number {
  return entryBytes + fields.reduce((sum, { spec }) => sum + spec.bytes, 0);
}

type EntryClass = new (key: GroupKey, id: Value, seq: number) => GroupEntry;

/** A class for the entries of this `$group`. What every record touches lies together in front, in as few cache lines as possible. */
function linkEntry(fields: readonly GroupField[]): EntryClass {
  const program = new Program();
  const assignments = fields.flatMap(({ spec }, index) =>
    Object.entries(new spec.State() as object).map(([name, initial]: [string, Value]) => {
      // An array or a map must be one for each entry.
      const shared = typeof initial !== "object" || initial === null;
      const js = shared ? program.constant(initial) : `new ${program.use(spec.State)}().${name}`;
      return { hot: spec.hot.includes(name), js: `this.${stateField(index, name)} = ${js};` };
    }),
  );
  const code = (hot: boolean) =>
    assignments
      .filter((assignment) => assignment.hot === hot)
      .map(({ js }) => js)
      .join(" ");
  program.add(
    `class Entry { constructor(key, id, seq) { this.changed = true; ${code(true)} this.key = key; this.id = id; this.seq = seq; ` +
      `this.bytes = ${emptyBytes(fields)} + ${program.use(heapBytes)}(id); ${code(false)} } }`,
  );
  return program.link("Entry");
}

/** Where the state of one accumulator lies in an entry. */
function placeOf({ load, store }: StateAccess, index: number, { argument }: GroupField, program: Program): Place {
  return {
    field: (name) => `entry.${stateField(index, name)}`,
    onState: (call) => `const state = ${program.use(load)}(entry); ${call("state")}; ${program.use(store)}(entry, state);`,
    entry: "entry",
    sequence: "seq",
    node: argument,
  };
}

/** More accumulators than this are updated by functions of their own, so many each. */
const updatesPerFunction = 16;

function linkResult(states: readonly StateAccess[], fields: readonly GroupField[]): GroupProgram["result"] {
  const program = new Program();
  const e = new Emitter(program, []);
  const results = fields.map((field, index) => {
    const slow = `${program.use((state: unknown) => field.spec.result(state))}(${program.use(states[index]!.load)}(entry))`;
    return field.spec.emitResult?.(e, placeOf(states[index]!, index, field, program), slow) ?? slow;
  });
  const id = "_id: entry.id === undefined ? null : entry.id";
  if (fields.length <= updatesPerFunction) {
    const made = fields.map(({ name }, index) => `${literalKey(name)}: ${results[index]}`);
    program.add(`function result(entry) { return { ${[id, ...made].join(", ")} }; }`);
    return program.link("result");
  }
  const all = results.map((result) => `(entry) => ${result}`);
  const { make } = program.link<{ make: ((entry: GroupEntry) => Value)[] }>(`{ make: [${all.join(", ")}] }`);
  return (entry) => {
    const made: Document = { _id: entry.id === undefined ? null : entry.id };
    for (const [index, { name }] of fields.entries()) setOwn(made, name, make[index]!(entry));
    return made;
  };
}

function linkAdd(
  Entry: EntryClass,
  states: readonly StateAccess[],
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
  emitUpdates(e, values, states, fields);
  e.line("return entry;");
  program.add(`function add(groups, ${e.record}, seq, ${e.context}) {\nconst d = ${e.record}.doc;\n${e.body()}\n}`);
  return program.link("add");
}

/** Code that takes a value into each accumulator. */
function emitUpdates(e: Emitter, values: readonly Atom[], states: readonly StateAccess[], fields: readonly GroupField[]): void {
  const { program } = e;
  const emit = (into: Emitter, index: number, value: Atom) =>
    fields[index]!.spec.emit(into, value, placeOf(states[index]!, index, fields[index]!, program));
  if (fields.length <= updatesPerFunction) {
    for (const [index, value] of values.entries()) emit(e, index, value);
    return;
  }
  for (let start = 0; start < fields.length; start += updatesPerFunction) {
    const part = values.slice(start, start + updatesPerFunction);
    const inner = new Emitter(program, []);
    for (const [offset, value] of part.entries()) emit(inner, start + offset, { ...value, js: `v${offset}` });
    const name = program.name("u");
    const parameters = part.map((_, offset) => `v${offset}`);
    program.add(`function ${name}(${["entry", "seq", ...parameters].join(", ")}) {\n${inner.statements()}\n}`);
    e.line(`${name}(${["entry", "seq", ...part.map((value) => value.js)].join(", ")});`);
  }
}
