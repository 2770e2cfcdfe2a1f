/** Runs a language case; what is wrong comes back as a text, `undefined` where all is as expected. */
import {
  type Compiled,
  compileArrayPipeline,
  compileExpression,
  compileMatch,
  compileUpdate,
  type DefNode,
  type Document,
  definitionOf,
  MqlError,
} from "@millrace/mql";
import { accumulateInParts, exact, TestRecord, testContext } from "@millrace/mql/testing";
import type { Kind, LanguageCase, Refusal } from "./read-cases.ts";

type Run = (one: LanguageCase) => string | undefined;

/** What a run gave: a text that tells types and order apart, an error of a document, or the problems of the definition. */
type Outcome = { text: string } | { error: MqlError } | { problems: readonly Refusal[] };

const runs: Record<Kind, Run> = {
  expression: (one) =>
    compare(
      one,
      one.value("missing") === true ? "missing" : exact(one.value("out")),
      attempt(compileExpression(one.node("expr")!), (expression) =>
        exact(expression.evaluate(new TestRecord((one.value("in") ?? {}) as Document), testContext)),
      ),
    ),
  match: (one) => {
    const compiled = compileMatch(one.node("query")!);
    const documents = (field: "yes" | "no") => (one.value(field) ?? []) as Document[];
    const answers = (wanted: boolean) => [...documents("yes").map(() => wanted), ...documents("no").map(() => !wanted)];
    const all = [...documents("yes"), ...documents("no")];
    const outcome = attempt(compiled, (matches) => {
      const given = all.map((document) => matches(new TestRecord(document), testContext));
      return all.map((document, index) => `${exact(document)}: ${given[index]}`).join("\n");
    });
    const wanted = answers(true);
    return compare(one, all.map((document, index) => `${exact(document)}: ${wanted[index]}`).join("\n"), outcome);
  },
  accumulator: (one) => {
    const input = (one.value("in") ?? []) as Document[];
    const wanted = exact(one.value("out"));
    return compare(
      one,
      wanted,
      attempt(accumulateInParts(groupOf(one.node("expr")!), input), (ways) => {
        const results = ways().map((documents) => exact(documents[0]?.result));
        return results.find((result) => result !== wanted) ?? wanted;
      }),
    );
  },
  stage: (one) => {
    const stages = one.node("pipeline");
    if (stages?.kind !== "array") throw new Error("a pipeline must be an array");
    const collections = (one.value("collections") ?? {}) as Record<string, Document[]>;
    const host = { context: testContext, collections: { documents: (name: string) => collections[name] ?? [] } };
    return compare(
      one,
      exact(one.value("out")),
      attempt(compileArrayPipeline(stages.items), (pipeline) => exact(pipeline.run((one.value("in") ?? []) as Document[], host))),
    );
  },
  update: (one) => {
    const filters = one.node("arrayFilters");
    const compiled = compileUpdate(one.node("update")!, {
      query: one.node("query"),
      arrayFilters: filters?.kind === "array" ? filters.items : undefined,
    });
    const changed = one.value("modified");
    const wanted = exact(one.value("out")) + (changed === undefined ? "" : ` modified: ${changed}`);
    return compare(
      one,
      wanted,
      attempt(compiled, (update) => {
        if (one.value("upsert") === true) return exact(update.insert(testContext));
        const document = one.value("in") as Document;
        const result = update.apply(document, testContext);
        return exact(result) + (changed === undefined ? "" : ` modified: ${result !== document}`);
      }),
    );
  },
};

export function runLanguageCase(kind: Kind, one: LanguageCase): string | undefined {
  return runs[kind](one);
}

function groupOf(accumulator: DefNode): DefNode {
  const empty = definitionOf({ _id: null, result: null });
  if (empty.kind !== "object") throw new Error("not an object");
  return { ...empty, entries: empty.entries.map((entry) => (entry.key === "result" ? { ...entry, value: accumulator } : entry)) };
}

function attempt<T>(compiled: Compiled<T>, run: (program: T) => string): Outcome {
  if (!compiled.ok) return { problems: compiled.problems };
  try {
    return { text: run(compiled.value) };
  } catch (error) {
    if (error instanceof MqlError) return { error };
    throw error;
  }
}

function compare(one: LanguageCase, wanted: string, outcome: Outcome): string | undefined {
  const given =
    "text" in outcome
      ? outcome.text
      : "error" in outcome
        ? `error ${outcome.error.code} ${outcome.error.codeName}: ${outcome.error.message}`
        : `problems ${JSON.stringify(outcome.problems)}`;
  if (one.error)
    return "error" in outcome && agrees(one.error, outcome.error)
      ? undefined
      : differs(`error ${JSON.stringify(one.error)}`, given);
  if (one.problem) {
    const { problem } = one;
    const found = "problems" in outcome && outcome.problems.some((problemGiven) => agrees(problem, problemGiven));
    return found ? undefined : differs(`problem ${JSON.stringify(problem)}`, given);
  }
  return "text" in outcome && given === wanted ? undefined : differs(wanted, given);
}

function agrees(
  wanted: Refusal,
  given: { code: number; codeName?: string; message?: string; says?: string; pointer?: string },
): boolean {
  return (
    wanted.code === given.code &&
    (wanted.codeName === undefined || wanted.codeName === given.codeName) &&
    (wanted.says === undefined || (given.message ?? "").includes(wanted.says)) &&
    (wanted.pointer === undefined || wanted.pointer === given.pointer)
  );
}

function differs(wanted: string, given: string): string {
  return `wanted ${wanted}\ngiven  ${given}`;
}
