import { compileGroup, type DefNode, type GroupProgram, MqlError } from "@millrace/mql";
import { compiled } from "../grammar/compiled.ts";
import { BATCH } from "../runtime/operator.ts";
import { inChunks } from "../windows/blocking.ts";
import { type Groups, isFull, ShardedGroups } from "../windows/group-map.ts";
import { Grouped, groupResults, type ResultFailure } from "../windows/grouped.ts";
import { type BlockingContext, defineStage } from "./define.ts";

/** `$group`: one document for each distinct `_id` of a window (engine.md 4.9). A document whose key or argument fails is a dead letter. */
export const group = defineStage({
  role: "blocking",
  name: "$group",
  operatorName: "GroupOperator",
  check(spec, pointer, report) {
    const result = compileGroup(spec, { pointer });
    if (!result.ok) report.take(result.problems);
  },
  first: (spec, context) => new Grouped(programOf(spec), context.surroundings.context, failure(context)),
  build: (spec, context) => {
    const program = programOf(spec);
    const fail = failure(context);
    const evaluation = context.surroundings.context;
    return function* (chunks, make) {
      let groups: Groups = new Map();
      let sequence = 0;
      for (const chunk of chunks) {
        for (const record of chunk) {
          try {
            program.add(groups, record, sequence++, evaluation);
            if (isFull(groups)) groups = new ShardedGroups(groups);
          } catch (error) {
            if (!(error instanceof MqlError)) throw error;
            fail(record, error);
          }
        }
      }
      yield* inChunks(groupResults(program, groups, make, fail), make, BATCH);
    };
  },
});

function programOf(spec: DefNode): GroupProgram {
  return compiled(compileGroup(spec));
}

function failure({ surroundings, statistics }: BlockingContext): ResultFailure {
  return (record, error) => surroundings.failed(statistics, record, record.doc, error);
}
