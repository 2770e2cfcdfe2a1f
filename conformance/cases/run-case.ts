import { fileCheckpoints } from "@millrace/engine";
import { type GivenRecord, type Harness, harness, MemoryFiles } from "@millrace/engine/testing";
import {
  type DefObject,
  type Document,
  encodeJson,
  parseDefinition,
  type Value,
  valueOf as valueOfNode,
  writeDefinition,
} from "@millrace/mql";

/** A dead letter that a case expects. */
interface ExpectedLetter {
  operatorName: string;
  /** The whole text of the reason; or how it begins. */
  reason?: string;
  reasonStart?: string;
  doc: Document;
}

/** A case as its file says (conformance/cases/README.md). */
export interface Case {
  name: string;
  spec: string;
  /** Text of the whole pipeline: the order of names is kept. */
  pipeline: string;
  streamMetaFieldName?: string;
  partitions?: string[];
  input: GivenRecord[];
  output: Document[];
  closing: Document[];
  deadLetters: ExpectedLetter[];
}

const known = new Set([
  "name",
  "spec",
  "options",
  "source",
  "partitions",
  "pipeline",
  "input",
  "output",
  "closing",
  "deadLetters",
]);

/** Reads a case; throws on anything it does not know, so that a slip of the pen cannot make a case say less. */
export function parseCase(text: string): Case {
  const root = parseDefinition(text) as DefObject;
  const node = (key: string) => root.entries.find((entry) => entry.key === key)?.value;
  const unknown = root.entries.find(({ key }) => !known.has(key));
  if (unknown) throw new Error(`unknown field ${unknown.key}`);
  const value = (key: string): Value => {
    const found = node(key);
    return found && valueOfNode(found);
  };
  for (const key of ["name", "spec", "pipeline", "input", "output"]) if (!node(key)) throw new Error(`${key} is missing`);
  const stages = writeDefinition(node("pipeline")!);
  const source = node("source") ? `{"$source":${writeDefinition(node("source")!)}}` : undefined;
  return {
    name: value("name") as string,
    spec: value("spec") as string,
    pipeline: source === undefined ? stages : `[${source}${stages === "[]" ? "" : ","}${stages.slice(1)}`,
    streamMetaFieldName: (value("options") as Document | undefined)?.streamMetaFieldName as string | undefined,
    partitions: value("partitions") as string[] | undefined,
    input: (value("input") as Document[]).map(recordOf),
    output: value("output") as Document[],
    closing: (value("closing") ?? []) as Document[],
    deadLetters: (value("deadLetters") ?? []) as unknown as ExpectedLetter[],
  };
}

/** `{ts, partition?, doc}` or the document itself. */
function recordOf(item: Document): GivenRecord {
  const { ts, partition, doc } = item;
  if (typeof ts !== "string" || doc === undefined) return { doc: item };
  return { ts, doc: doc as Document, partition: partition as string | undefined };
}

/** What a run gave, in the form that `expected` has too. */
export interface Outcome {
  output: string[];
  closing: string[];
  deadLetters: string[];
}

export function expected(one: Case): Outcome {
  return {
    output: one.output.map(canonical),
    closing: one.closing.map(canonical),
    deadLetters: one.deadLetters.map((letter) =>
      letterText(letter.operatorName, letter.reason ?? `${letter.reasonStart}…`, letter.doc),
    ),
  };
}

/** All records at once, read in batches of a size. */
export async function runPlain(one: Case, readSize: number): Promise<Outcome> {
  const run = await started(one, readSize);
  await feed(run, one.input);
  return close(one, run);
}

/** What came out twice, and how much had come out before. */
interface Repeated {
  output: string[];
  deadLetters: string[];
  after: { output: number; deadLetters: number };
}

/**
 * A checkpoint after so many records, a crash after so many, a restored run that reads again from the checkpoint. What came out between the two comes out
 * again (engine.md 1.6): it is in `repeated`, and its first appearance is left out of the outcome.
 */
export async function runWithCrash(
  one: Case,
  checkpointAt: number,
  crashAt: number,
): Promise<{ outcome: Outcome; repeated: Repeated }> {
  const run = await started(one, 1000);
  const records = one.input;
  await feed(run, records.slice(0, checkpointAt));
  await run.checkpoint();
  const after = { output: run.output.length, deadLetters: run.deadLetters.length };
  await feed(run, records.slice(checkpointAt, crashAt));
  const output = run.output.slice(after.output).map(canonical);
  const deadLetters = lettersOf(one, run).slice(after.deadLetters);
  run.crash();
  await run.start();
  await feed(run, records.slice(crashAt));
  const outcome = await close(one, run);
  outcome.output.splice(after.output, output.length);
  outcome.deadLetters.splice(after.deadLetters, deadLetters.length);
  return { outcome, repeated: { output, deadLetters, after } };
}

function started(one: Case, readSize: number): Promise<Harness> {
  const { pipeline, streamMetaFieldName, partitions } = one;
  return harness({ pipeline, streamMetaFieldName, partitions, readSize, checkpoints: fileCheckpoints(new MemoryFiles()) });
}

/** Gives records, and the time in which a processor stops waiting for partitions that have none. */
async function feed(run: Harness, records: readonly GivenRecord[]): Promise<void> {
  await run.feed(records);
  await run.advance(1000);
}

/** Closes the open windows and takes down what came out, before and by that. */
async function close(one: Case, run: Harness): Promise<Outcome> {
  if (run.ended?.reason === "failed") throw run.ended.error;
  const before = run.output.length;
  await run.flushWindows();
  const outputs = run.output.map(canonical);
  return { output: outputs.slice(0, before), closing: outputs.slice(before), deadLetters: lettersOf(one, run) };
}

function lettersOf(one: Case, run: Harness): string[] {
  return run.deadLetters.map(({ operatorName, errInfo, doc }) => {
    const start = one.deadLetters.find(
      ({ reasonStart }) => reasonStart !== undefined && errInfo.reason.startsWith(reasonStart),
    )?.reasonStart;
    return letterText(operatorName, start === undefined ? errInfo.reason : `${start}…`, doc);
  });
}

function letterText(operatorName: string, reason: string, doc: Document): string {
  return `${operatorName}: ${reason} ${canonical(doc)}`;
}

/** With types and the order of fields. */
function canonical(doc: Document): string {
  return encodeJson(doc, { format: "canonical" });
}
