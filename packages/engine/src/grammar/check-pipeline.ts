import { below, compileRun, type DefNode, type DefObject, type Problem } from "@millrace/mql";
import type { CheckContext, PipelineEnvironment } from "../stages/define.ts";
import { stages } from "../stages/registry.ts";
import { replacedSource } from "../stages/source.ts";
import { meant, Report, texts } from "./diagnostics.ts";
import { databaseStages, placements } from "./placement.ts";
import type { Plan, SinkPlan, SourcePlan } from "./plan.ts";
import { fieldOf } from "./stage-uses.ts";

/** Operator name of a sink that takes the place of the pipeline's own. */
const REPLACED_SINK = "OutputOperator";

/**
 * Checks a pipeline: shape, placement, options, connections (engine.md 2). Gives all problems at once, each with a code
 * (9 shape, 72 illegal values), a JSON pointer below the pipeline, a sentence and, where there is one, a suggestion, which
 * the sentence contains. `plan` is there if and only if there are no problems.
 */
export function checkPipeline(pipeline: DefNode, environment: PipelineEnvironment): { plan?: Plan; problems: Problem[] } {
  const check = new PipelineCheck(environment);
  const plan = check.run(pipeline);
  return check.report.problems.length === 0 ? { plan, problems: [] } : { problems: check.report.problems };
}

class PipelineCheck implements CheckContext {
  readonly environment: PipelineEnvironment;
  readonly report = new Report();
  readonly connectionNames = new Set<string>();

  constructor(environment: PipelineEnvironment) {
    this.environment = environment;
  }

  run(pipeline: DefNode): Plan | undefined {
    if (pipeline.kind !== "array") {
      this.report.add(9, "", texts.notAnArray);
      return undefined;
    }
    const { items } = pipeline;
    let source: SourcePlan | undefined;
    let sink: SinkPlan | undefined;
    let window: string | undefined;
    const operators: string[] = [];
    const { source: from, sink: to } = this.environment;
    if (items.length === 0 && !(from === "replaced" && to !== "required")) this.report.add(9, "", texts.empty);
    for (const [index, node] of items.entries()) {
      const pointer = `/${index}`;
      const name = this.#nameOf(node, pointer);
      // A stage without a known name may be a misspelled source or sink: then nothing is said to be missing.
      if (index === 0 && this.environment.source === "required" && name !== undefined && name !== "$source")
        this.report.add(9, pointer, texts.sourceMissing);
      if (name === undefined) continue;
      const last = index === items.length - 1;
      this.#checkPlace(name, index, last, window);
      const main = placements.get(name)?.main;
      if (main === "one") window ??= pointer;
      const stage = stages.get(name);
      const spec = (node as DefObject).entries[0]!.value;
      const at = below(pointer, name);
      if (stage === undefined) this.#noteConnection(spec);
      else if (stage.role === "source") {
        source = stage.check(spec, at, this);
      } else if (stage.role === "sink") {
        sink = stage.check(spec, at, this);
      } else {
        operators.push(stage.operatorName, ...this.#checkStage(node as DefObject, pointer));
      }
      if (last && this.environment.sink === "required" && main !== "last" && main !== "any")
        this.report.add(9, pointer, texts.sinkMissing);
    }
    if (this.environment.source === "replaced") source ??= replacedSource(undefined, this.environment.connectors);
    if (source === undefined) return undefined;
    return {
      source,
      ...(sink && { sink }),
      hasWindow: window !== undefined,
      connectionNames: [...this.connectionNames],
      operators: [source.operatorName, ...operators, sink?.operatorName ?? REPLACED_SINK],
      warnings: this.report.warnings,
    };
  }

  checkInner(pipeline: DefNode, pointer: string): string[] {
    const items = pipeline.kind === "array" ? pipeline.items : [];
    return items.flatMap((node, index) => {
      const at = below(pointer, index);
      const name = this.#nameOf(node, at);
      if (name === undefined) return [];
      if (placements.get(name)?.window === false) {
        this.report.add(9, below(at, name), texts.notInWindow(name));
        return [];
      }
      const stage = stages.get(name);
      if (stage?.role !== "document" && stage?.role !== "blocking") return [];
      return [stage.operatorName, ...this.#checkStage(node as DefObject, at)];
    });
  }

  /** The stage's own options. Gives the operator names of inner stages. */
  #checkStage(node: DefObject, pointer: string): string[] {
    const { key, value } = node.entries[0]!;
    const stage = stages.get(key);
    const at = below(pointer, key);
    if (stage?.role === "document") {
      const run = compileRun([node]);
      // mql counts stages of what it was given: one.
      if (!run.ok) this.report.take(run.problems, "/0", pointer);
    } else if (stage?.role === "blocking") {
      stage.check(value, at, this.report);
    } else if (stage?.role === "window") {
      return stage.check(value, at, this);
    }
    return [];
  }

  /** Name of a stage that the language has, available or not; undefined after reporting. */
  #nameOf(node: DefNode, pointer: string): string | undefined {
    if (node.kind !== "object" || node.entries.length !== 1) {
      this.report.add(9, pointer, node.kind === "object" ? texts.stageFields(node.entries.length) : texts.stageNotAnObject);
      return undefined;
    }
    const name = node.entries[0]!.key;
    if (placements.has(name)) {
      if (!stages.has(name)) this.report.add(72, below(pointer, name), texts.notBuilt(name));
      return name;
    }
    const at = below(pointer, name);
    if (databaseStages.has(name)) this.report.add(9, at, texts.unsupportedStage(name));
    else
      this.report.add(
        9,
        at,
        texts.unknownStage(name, pointer),
        meant(name.startsWith("$") ? name : `$${name}`, [...placements.keys()]),
      );
    return undefined;
  }

  #checkPlace(name: string, index: number, last: boolean, window: string | undefined): void {
    const at = below(`/${index}`, name);
    const main = placements.get(name)?.main;
    if (main === "no") this.report.add(9, at, texts.insideWindow(name));
    else if (main === "first" && index > 0) this.report.add(9, at, texts.sourceFirst);
    else if (main === "last" && !last) this.report.add(9, at, texts.sinkLast(name));
    else if (main === "middle" && (last || index === 0)) this.report.add(9, at, texts.notFirst(name));
    else if (main === "one" && window !== undefined) this.report.add(9, at, texts.secondWindow(window));
  }

  #noteConnection(spec: DefNode): void {
    const name = fieldOf(spec, "connectionName");
    if (name?.kind === "scalar" && typeof name.value === "string") this.connectionNames.add(name.value);
  }
}
