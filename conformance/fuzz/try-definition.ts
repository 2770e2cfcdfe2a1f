/** Compiles a definition and, where that succeeds, runs it; says what happened that must not. */
import { checkPipeline } from "@millrace/engine";
import {
  type Compiled,
  compileArrayPipeline,
  compileExpression,
  compileGroup,
  compileMatch,
  DefinitionSyntaxError,
  type DefNode,
  type Document,
  decodeJson,
  type GroupEntry,
  type GroupKey,
  MqlError,
  parseDefinition,
} from "@millrace/mql";
import { TestRecord, testContext } from "@millrace/mql/testing";
import { canary, canaryWasRun } from "./canary.ts";
import type { Definition } from "./texts.ts";

/** What became of a definition. */
export type Outcome = "not JSON" | "refused" | "ran" | "failed on a document";

const documents = [
  "{}",
  '{"a":1,"b":"x"}',
  '{"a":[{"b":1},{"b":[2,3]},4,null],"b":{"$date":"2024-01-01T00:00:00Z"}}',
  '{"a":{"b":{"c":-0.0},"__proto__":{"x":1},"constructor":5},"b":null}',
  '{"a":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!","b":{"$numberDecimal":"NaN"}}',
  `{"a":{"$numberLong":"9223372036854775807"},"b":${JSON.stringify(canary)}}`,
].map((text) => decodeJson(text) as Document);

const records = () => documents.map((document) => new TestRecord({ ...document }, { source: { type: "generated" } }));

const prototypes = [Object.prototype, Array.prototype, Function.prototype].map((prototype) => ({
  prototype,
  names: Object.getOwnPropertyNames(prototype).join(),
}));

/** Throws an Error that says what is wrong. */
export function tryDefinition({ kind, text }: Definition): Outcome {
  const node = parsed(text);
  if (node === undefined) return "not JSON";
  const outcome = run(kind, node);
  if (canaryWasRun()) throw new Error("text of the definition was run as code");
  for (const { prototype, names } of prototypes) {
    if (Object.getOwnPropertyNames(prototype).join() !== names) throw new Error("a prototype was changed");
  }
  return outcome;
}

function parsed(text: string): DefNode | undefined {
  try {
    return parseDefinition(text);
  } catch (error) {
    if (error instanceof DefinitionSyntaxError) return undefined;
    throw error;
  }
}

function run(kind: Definition["kind"], node: DefNode): Outcome {
  switch (kind) {
    case "expression":
      return use(compileExpression(node), ({ evaluate }) => {
        for (const record of records()) evaluate(record, testContext);
      });
    case "query":
      return use(compileMatch(node), (matches) => {
        for (const record of records()) matches(record, testContext);
      });
    case "group":
      return use(compileGroup(node), (program) => {
        const groups = new Map<GroupKey, GroupEntry>();
        for (const [sequence, record] of records().entries()) program.add(groups, record, sequence, testContext);
        for (const entry of groups.values()) program.result(program.decode(program.encode(entry)));
      });
    case "pipeline":
      if (node.kind !== "array") return "refused";
      return use(compileArrayPipeline(node.items), (pipeline) => {
        pipeline.run(documents, { context: testContext, collections: { documents: () => documents } });
      });
    case "stream": {
      const { problems } = checkPipeline(node, { connections: "any", connectors: [], sink: "replaced", source: "replaced" });
      if (problems.length === 0) return "ran";
      checkProblems(problems);
      return "refused";
    }
  }
}

function use<T>(compiled: Compiled<T>, work: (program: T) => void): Outcome {
  if (!compiled.ok) {
    checkProblems(compiled.problems);
    return "refused";
  }
  try {
    work(compiled.value);
    return "ran";
  } catch (error) {
    if (error instanceof MqlError && error.message.length < 2000) return "failed on a document";
    throw error;
  }
}

function checkProblems(problems: readonly { code: number; pointer: string; message: string }[]): void {
  if (problems.length === 0) throw new Error("refused without a problem");
  for (const { code, pointer, message } of problems) {
    if (!Number.isInteger(code) || (pointer !== "" && !pointer.startsWith("/")) || message.length < 5) {
      throw new Error(`a problem that says nothing: ${JSON.stringify({ code, pointer, message })}`);
    }
  }
}
