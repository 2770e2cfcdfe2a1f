import type { DefNode, DefObject, Expression } from "@millrace/mql";
import { compileExpression, valueOf as plainValue } from "@millrace/mql";
import { compiled } from "../grammar/compiled.ts";
import { placements } from "../grammar/placement.ts";
import { fieldOf, type StageUse, stageUses } from "../grammar/stage-uses.ts";
import { durationOf } from "../windows/durations.ts";
import { DocumentRun } from "./document-run.ts";
import type { Operator, Surroundings } from "./operator.ts";
import { OperatorStatistics } from "./statistics.ts";

/** What a processor makes of its checked pipeline: the operators between source and sink. */
export interface Chain {
  operators: Operator[];
  /** The stage with a window, as it stands in the definition. */
  windowStage: DefObject | undefined;
  source: { timeField: Expression | undefined; tsFieldName: string | undefined; partitionIdleMs: number | undefined };
}

/** Builds the operators of a pipeline that `checkPipeline` has accepted. `$source` and the sink may be missing. */
export function buildChain(pipeline: DefNode, surroundings: Surroundings): Chain {
  const uses = stageUses(pipeline);
  const source = uses[0]?.name === "$source" ? uses.shift() : undefined;
  const last = uses.at(-1);
  if (last && placements.get(last.name)?.main === "last") uses.pop();
  const operators: Operator[] = [];
  let windowStage: DefObject | undefined;
  let run: StageUse[] = [];
  const endRun = (): void => {
    if (run.length === 0) return;
    const statistics = run.map(({ name }) => new OperatorStatistics(operatorName(name, surroundings)));
    operators.push(
      new DocumentRun(
        run.map(({ node }) => node),
        statistics,
        surroundings,
      ),
    );
    run = [];
  };
  for (const use of uses) {
    const stage = surroundings.stages.get(use.name);
    if (stage?.role === "window") {
      endRun();
      operators.push(stage.build(use.spec, surroundings));
      windowStage = use.node;
    } else run.push(use);
  }
  endRun();
  return { operators, windowStage, source: sourceOptions(source?.spec) };
}

function operatorName(name: string, surroundings: Surroundings): string {
  const stage = surroundings.stages.get(name);
  if (stage?.role !== "document") throw new Error(`${name} in the main pipeline`);
  return stage.operatorName;
}

function sourceOptions(spec: DefNode | undefined): Chain["source"] {
  const timeField = fieldOf(spec, "timeField");
  const tsFieldName = fieldOf(spec, "tsFieldName");
  const idle = fieldOf(spec, "partitionIdleTimeout") ?? fieldOf(spec, "shardIdleTimeout");
  return {
    timeField: timeField && compiled(compileExpression(timeField)),
    tsFieldName: tsFieldName && (plainValue(tsFieldName) as string),
    partitionIdleMs: idle && durationOf(plainValue(idle)),
  };
}
