/** Code of a run: a loop over records; within, the stages; with `$unwind`, a state machine that can stop after any document. */
import { root } from "../compiler/ast.ts";
import { atom } from "../compiler/atom.ts";
import { Emitter, literalKey } from "../compiler/emitter.ts";
import { locateError } from "../compiler/failure.ts";
import { kinds } from "../compiler/kinds.ts";
import { Program } from "../compiler/program.ts";
import { expressionBudget, functionBudget, planFunctions } from "../compiler/splitting.ts";
import type { Carrier } from "../record.ts";
import { makeLong } from "../values/numbers.ts";
import type { Document, Value } from "../values/types.ts";
import type { Flow, ParsedStage, SingleStage, UnwindStage } from "./define.ts";
import type { Run, RunHost } from "./run.ts";
import { valueAt, withValueAt } from "./unwind.ts";

/** A stage and its place in the run. */
interface Placed<S = ParsedStage> {
  readonly index: number;
  readonly pointer: string;
  readonly stage: S;
}

/** Stages between two `$unwind`, and the one that ends them. */
interface Segment {
  readonly stages: Placed<SingleStage>[];
  unwind: Placed<UnwindStage> | undefined;
}

/** Counters of a run: records taken, and for each stage what passed (stages that drop or multiply) and what failed. */
interface Counters {
  taken: number;
  readonly passed: number[];
  readonly failed: number[];
}

/** What an interrupted `$unwind` needs to go on, a list for each of them. */
interface Suspended {
  depth: number;
  record: Carrier | undefined;
  readonly arrays: (readonly Value[])[];
  readonly positions: number[];
  readonly documents: Document[];
}

/** The array that stands for a single document that passes a `$unwind` as it is. */
const single: readonly Value[] = [undefined];

type Process = (input: readonly Carrier[], start: number, out: Carrier[], limit: number, host: RunHost) => number;

export function generateRun(stages: readonly Placed[], sharedInput: boolean): Run {
  const program = new Program();
  const counters: Counters = { taken: 0, passed: stages.map(() => 0), failed: stages.map(() => 0) };
  const suspended: Suspended = { depth: 0, record: undefined, arrays: [], positions: [], documents: [] };
  const writer = new RunWriter(program, counters, suspended, !sharedInput);
  program.add(writer.write(segmentsOf(stages)));
  const process = program.link<Process>("process");
  const reset = () => {
    Object.assign(suspended, { depth: 0, record: undefined, arrays: [], positions: [], documents: [] });
  };
  return {
    process: (input, start, out, limit, host) => {
      if (suspended.depth > 0 && input[start] !== suspended.record) reset();
      return process(input, start, out, limit, host);
    },
    takeCounts: () => takeCounts(stages, counters),
    reset,
    usesMeta: stages.some(({ stage }) => stage.usesMeta),
  };
}

function segmentsOf(stages: readonly Placed[]): Segment[] {
  const segments: Segment[] = [{ stages: [], unwind: undefined }];
  for (const { stage, ...place } of stages) {
    const current = segments.at(-1)!;
    if (stage.kind === "single") current.stages.push({ ...place, stage });
    else {
      current.unwind = { ...place, stage };
      segments.push({ stages: [], unwind: undefined });
    }
  }
  return segments;
}

function takeCounts(stages: readonly Placed[], counters: Counters): { in: number; out: number }[] {
  let coming = counters.taken;
  const counts = stages.map(({ index, stage }) => {
    const counted = stage.kind === "unwind" || stage.filters;
    const count = { in: coming, out: counted ? counters.passed[index]! : coming - counters.failed[index]! };
    coming = count.out;
    return count;
  });
  counters.taken = 0;
  counters.passed.fill(0);
  counters.failed.fill(0);
  return counts;
}

class RunWriter {
  readonly #program: Program;
  readonly #counters: Counters;
  readonly #suspended: Suspended;
  #owned: boolean;
  /** Size of the code that stands in `process` itself. */
  #size = 1000;

  constructor(program: Program, counters: Counters, suspended: Suspended, owned: boolean) {
    this.#program = program;
    this.#counters = counters;
    this.#suspended = suspended;
    this.#owned = owned;
  }

  write(segments: readonly Segment[]): string {
    return segments.length === 1 ? this.#writeLoop(segments[0]!) : this.#writeMachine(segments);
  }

  /** Every record gives one result or none. */
  #writeLoop(segment: Segment): string {
    const code = this.#segment(segment, "continue;");
    return `function process(input, start, out, limit, host) {
  const c = host.context;
  const end = input.length;
  let room = limit - out.length, i = start, at = 0, r, d;
  for (; i < end && room > 0; i++) {
    r = input[i];
    d = r.doc;
    try {
${code}
    } catch (error) {
      ${this.#fail()}
      continue;
    }
    r.doc = d;
    out.push(r);
    room--;
  }
  ${this.#counter()}.taken += i - start;
  return i;
}`;
  }

  /**
   * `depth` says which `$unwind` has items left: its `a` is the array, `p` the position of the next item, `b` the document
   * that is unwound. Depth 0 takes the next record.
   */
  #writeMachine(segments: readonly Segment[]): string {
    const s = this.#program.use(this.#suspended);
    const levels = segments.slice(1).map((_, index) => index + 1);
    const names = levels.map(
      (level) => `a${level} = ${s}.arrays[${level}], p${level} = ${s}.positions[${level}], b${level} = ${s}.documents[${level}]`,
    );
    const saves = levels.map(
      (level) => `${s}.arrays[${level}] = a${level}; ${s}.positions[${level}] = p${level}; ${s}.documents[${level}] = b${level};`,
    );
    const cases = segments.map((segment, level) => this.#machineCase(segment, level, segments[level - 1]?.unwind));
    return `function process(input, start, out, limit, host) {
  const c = host.context;
  const end = input.length;
  let room = limit - out.length, i = start, at = 0, d;
  let depth = ${s}.depth, r = ${s}.record, ${names.join(", ")};
  while (room > 0 && (depth > 0 || i < end)) {
    try {
      switch (depth) {
${cases.join("\n")}
      }
    } catch (error) {
      ${this.#fail()}
      if (depth === 0) i++;
      continue;
    }
    out.push(r.with(d));
    room--;
  }
  ${s}.depth = depth;
  ${s}.record = r;
  ${saves.join("\n  ")}
  return i;
}`;
  }

  #machineCase(segment: Segment, level: number, above: Segment["unwind"]): string {
    const next =
      level === 0
        ? `r = input[i];\nd = r.doc;\n${this.#counter()}.taken++;`
        : `if (p${level} >= a${level}.length) { depth = ${level - 1};${level === 1 ? " i++;" : ""} continue; }
d = ${this.#expand(above!.stage, level)};
p${level}++;
${this.#counter()}.passed[${above!.index}]++;`;
    const code = this.#segment(segment, level === 0 ? "{ i++; continue; }" : "continue;");
    const unwind = segment.unwind && this.#open(segment.unwind.stage, level + 1);
    return `case ${level}: {\n${next}\n${code}\n${unwind ?? "break;"}\n}`;
  }

  /** Source text of the document for the next item. */
  #expand({ path, indexPath }: UnwindStage, level: number): string {
    const use = (entry: object) => this.#program.use(entry);
    const [name, ...deeper] = path;
    const item = `a${level}[p${level}]`;
    const document =
      deeper.length === 0
        ? `{ ...b${level}, ${literalKey(name!)}: ${item} }`
        : `${use(withValueAt)}(b${level}, ${use(path)}, ${item})`;
    const indexed =
      indexPath === undefined ? document : `${use(withValueAt)}(${document}, ${use(indexPath)}, ${use(makeLong)}(p${level}))`;
    return `a${level} === ${use(single)} ? b${level} : ${indexed}`;
  }

  /** Begins to unwind the document. */
  #open({ path, indexPath, preserve }: UnwindStage, level: number): string {
    const use = (entry: object) => this.#program.use(entry);
    const dropped = level === 1 ? "i++;" : "";
    const indexed = (document: string) =>
      indexPath === undefined ? document : `${use(withValueAt)}(${document}, ${use(indexPath)}, null)`;
    const alone = (document: string) =>
      `a${level} = ${use(single)}; p${level} = 0; b${level} = ${indexed(document)}; depth = ${level};`;
    return `const v${level} = ${use(valueAt)}(d, ${use(path)});
if (Array.isArray(v${level})) {
  if (v${level}.length > 0) { a${level} = v${level}; p${level} = 0; b${level} = d; depth = ${level}; }
  else { ${preserve ? alone(`${use(withValueAt)}(d, ${use(path)}, undefined)`) : dropped} }
} else if (v${level} == null) {
  ${preserve ? alone("d") : dropped}
} else {
  ${alone("d")}
}
continue;`;
  }

  /** Code of the stages of a segment: inline as long as there is room, then in functions. */
  #segment(segment: Segment, drop: string): string {
    const parts: string[] = [];
    let waiting: Segment["stages"] = [];
    const flush = () => {
      if (waiting.length > 0) parts.push(this.#inFunction(waiting, drop));
      waiting = [];
    };
    const inline = this.#emitter();
    let waitingSize = 0;
    for (const entry of segment.stages) {
      const size = this.#plan(entry.stage);
      if (waiting.length === 0 && this.#size + size <= functionBudget) {
        this.#size += size;
        this.#emitStage(inline, entry, drop);
        continue;
      }
      if (waiting.length > 0 && waitingSize + size > functionBudget) flush();
      if (waiting.length === 0) waitingSize = 0;
      waiting.push(entry);
      waitingSize += size;
    }
    flush();
    return [inline.statements(), ...parts].join("\n");
  }

  /** Decides which expressions get functions of their own; gives the size of the stage's code. */
  #plan(stage: SingleStage): number {
    let size = stage.size;
    for (const expression of stage.expressions) {
      const own = planFunctions(expression, this.#program.outlined);
      const isLarge = stage.expressions.length * own > expressionBudget * 2 && own > 300;
      if (isLarge) this.#program.outlined.add(expression);
      size += isLarge ? 80 : own;
    }
    return size;
  }

  #emitter(): Emitter {
    return new Emitter(this.#program, [[root, atom("d", kinds.document)]]);
  }

  #emitStage(e: Emitter, { index, pointer, stage }: Placed<SingleStage>, drop: string): void {
    this.#program.stage = index;
    e.line(`at = ${this.#program.site(pointer)};`);
    const flow: Flow = { e, owned: this.#owned, drop };
    stage.emit(flow);
    this.#owned = flow.owned;
    if (stage.filters) e.line(`${this.#counter()}.passed[${index}]++;`);
  }

  /** A function for some stages: gives the document, or nothing if it is dropped. */
  #inFunction(entries: Segment["stages"], drop: string): string {
    const e = this.#emitter();
    for (const entry of entries) this.#emitStage(e, entry, "return undefined;");
    e.line("return d;");
    const name = this.#program.name("s");
    const locate = this.#program.use(locateError);
    const sites = this.#program.use(this.#program.sites);
    this.#program.add(`function ${name}(r, c, d) {
let at = 0;
try {
${e.statements()}
} catch (error) {
  const located = ${locate}(error, ${sites}[at].pointer);
  ${this.#program.use(failures)}.set(located, { stage: ${sites}[at].stage, document: d });
  throw located;
}
}`);
    return `{ const t = ${name}(r, c, d); if (t === undefined) ${drop} d = t; }`;
  }

  #counter(): string {
    return this.#program.use(this.#counters);
  }

  #fail(): string {
    const [fail, sites] = [failDocument, this.#program.sites].map((entry) => this.#program.use(entry));
    return `${fail}(host, r, d, error, ${sites}[at], ${this.#counter()}.failed);`;
  }
}

/** For errors of stages that have functions of their own: the stage, and the document as it came to it. */
const failures = new WeakMap<Error, { stage: number; document: Document }>();

function failDocument(
  host: RunHost,
  record: Carrier,
  document: Document,
  thrown: unknown,
  site: { pointer: string; stage: number },
  failed: number[],
): void {
  const error = locateError(thrown, site.pointer);
  const place = failures.get(error) ?? { stage: site.stage, document };
  failed[place.stage]!++;
  host.fail(place.stage, record, place.document, error);
}
