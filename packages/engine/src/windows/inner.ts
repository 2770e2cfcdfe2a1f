import type { DefNode } from "@millrace/mql";
import { stageUses } from "../grammar/stage-uses.ts";
import { DocumentRun } from "../runtime/document-run.ts";
import { BATCH, type Surroundings } from "../runtime/operator.ts";
import { OperatorStatistics } from "../runtime/statistics.ts";
import type { DocumentStage } from "../stages/define.ts";
import type { BlockingStep, Chunks, FirstBlocking } from "./blocking.ts";
import { Kept } from "./kept.ts";

/** The inner pipeline of a window, ready to run. */
export interface InnerPipeline {
  /** Stages before the first blocking one: run as documents arrive (engine.md 5.4). */
  prefix: DocumentRun | undefined;
  /** What a window keeps. */
  first: FirstBlocking;
  /** Counts what `first` takes and gives; undefined when that is no stage of its own. */
  firstStatistics: OperatorStatistics | undefined;
  /** What happens at close. */
  steps: BlockingStep[];
  /** One entry a stage, in pipeline order. */
  statistics: OperatorStatistics[];
  /** Brings `statistics` up to date. */
  collect(): void;
}

/** Builds the inner pipeline of a window from its checked definition. */
export function buildInner(pipeline: DefNode, surroundings: Surroundings): InnerPipeline {
  const uses = stageUses(pipeline).map((use) => {
    const stage = surroundings.stages.get(use.name);
    if (stage?.role !== "document" && stage?.role !== "blocking") throw new Error(`${use.name} in a window`);
    return { ...use, stage, statistics: new OperatorStatistics(stage.operatorName) };
  });
  const firstAt = uses.findIndex(({ stage }) => stage.role === "blocking");
  const prefixLength = firstAt < 0 ? uses.length : firstAt;
  const runs: DocumentRun[] = [];
  const runOf = (from: number, to: number): DocumentRun => {
    const members = uses.slice(from, to);
    const run = new DocumentRun(
      members.map(({ node }) => node),
      members.map(({ statistics }) => statistics),
      surroundings,
    );
    runs.push(run);
    return run;
  };
  const metaRead = uses.slice(prefixLength).some(({ node }) => readsMeta(node));
  const inner: InnerPipeline = {
    prefix: prefixLength > 0 ? runOf(0, prefixLength) : undefined,
    first: new Kept(metaRead),
    firstStatistics: undefined,
    steps: [],
    statistics: uses.map(({ statistics }) => statistics),
    collect: () => {
      for (const run of runs) run.collect();
    },
  };
  for (let i = prefixLength; i < uses.length; ) {
    const { stage, spec, statistics } = uses[i]!;
    if (stage.role === "document") {
      const end = endOfRun(uses, i);
      inner.steps.push(runStep(runOf(i, end)));
      i = end;
      continue;
    }
    const context = { surroundings, statistics, metaRead };
    if (i === prefixLength && stage.first) {
      inner.first = stage.first(spec, context);
      inner.firstStatistics = statistics;
      inner.steps.push(countedOutput(statistics));
    } else inner.steps.push(countedStep(stage.build(spec, context), statistics));
    i++;
  }
  return inner;
}

function endOfRun(uses: readonly { stage: { role: DocumentStage["role"] | "blocking" } }[], from: number): number {
  let end = from;
  while (uses[end]?.stage.role === "document") end++;
  return end;
}

function runStep(run: DocumentRun): BlockingStep {
  return function* (chunks) {
    try {
      for (const chunk of chunks) {
        let at = 0;
        while (at < chunk.length) {
          const out: typeof chunk = [];
          at = run.process(chunk, at, out, BATCH);
          if (out.length > 0) yield out;
        }
      }
    } finally {
      // A later $limit may have had enough in the middle of an unwound document.
      run.reset();
    }
  };
}

function countedStep(step: BlockingStep, statistics: OperatorStatistics): BlockingStep {
  const output = countedOutput(statistics);
  return (chunks, make) => output(step(countInput(chunks, statistics), make), make);
}

function* countInput(chunks: Chunks, statistics: OperatorStatistics): Chunks {
  for (const chunk of chunks) {
    statistics.inputCount += chunk.length;
    yield chunk;
  }
}

function countedOutput(statistics: OperatorStatistics): BlockingStep {
  return function* (chunks) {
    for (const chunk of chunks) {
      statistics.outputCount += chunk.length;
      yield chunk;
    }
  };
}

/** Whether a definition has `$meta` anywhere, as an operator. */
function readsMeta(node: DefNode): boolean {
  if (node.kind === "scalar") return false;
  if (node.kind === "array") return node.items.some(readsMeta);
  return node.entries.some(({ key, value }) => key === "$meta" || readsMeta(value));
}
