import type { Problem } from "@millrace/mql";
import { nearest } from "@millrace/mql";

/** 9 for a wrong shape, 72 for contradictory or illegal values (engine.md 2.1). */
export type ProblemCode = 9 | 72;

/** Collects everything that is wrong with a pipeline, in the order it is found. */
export class Report {
  readonly problems: Problem[] = [];
  /** Accepted, but probably not what was meant. */
  readonly warnings: Problem[] = [];

  /** `suggestion`: what was probably meant, such as `$tumblingWindow`; it becomes part of the message. */
  add(code: ProblemCode, pointer: string, message: string, suggestion?: string): void {
    const hint = suggestion === undefined ? "" : `${message.endsWith(".") ? "" : "."} Did you mean ${suggestion}?`;
    this.problems.push({ code, pointer, message: message + hint, ...(suggestion !== undefined && { suggestion }) });
  }

  /** Problems that mql found in a part of the pipeline: their pointers begin with `from`, which becomes `to`. */
  take(problems: readonly Problem[], from = "", to = ""): void {
    for (const problem of problems) {
      const pointer = problem.pointer.startsWith(from) ? to + problem.pointer.slice(from.length) : to;
      this.problems.push({ ...problem, pointer });
    }
  }

  warn(code: ProblemCode, pointer: string, message: string): void {
    this.warnings.push({ code, pointer, message });
  }
}

/** The texts of the grammar, one place. */
export const texts = {
  notAnArray: "The pipeline must be an array of stages.",
  empty: "The pipeline has no stages.",
  stageNotAnObject: "A stage must be an object with exactly one field, such as { $match: { … } }.",
  stageFields: (count: number) => `A stage must be an object with exactly one field; this one has ${count}.`,
  unknownStage: (name: string, pointer: string) => `Unknown stage ${name} at ${pointer}.`,
  unsupportedStage: (name: string) => `Unsupported stage: ${name}`,
  notBuilt: (what: string) => `${what} is not available in this version of Millrace`,
  insideWindow: (name: string) => `${name} must be inside a window stage`,
  notInWindow: (name: string) => `${name} is not allowed inside a window stage`,
  sourceFirst: "$source must be the first stage, and there is only one",
  sourceMissing: "The first stage must be $source.",
  sinkLast: (name: string) => `${name} must be the last stage`,
  sinkMissing: "The last stage must be a sink: $emit, $merge, $iceberg, $https or $externalFunction.",
  notFirst: (name: string) => `${name} can be neither the first nor the last stage`,
  secondWindow: (first: string) => `A pipeline can have one window stage; the first is at ${first}`,
  noConnection: (name: string) => `connection named ${name} does not exist. Check sp.listConnections() for available connections`,
  wrongConnection: (name: string, type: string, role: "source" | "sink") =>
    `connection ${name} has type ${type}, which cannot be a ${role}`,
  timeFieldShape: "timeField must be { $toDate: <expression> } or { $dateFromString: { … } }.",
} as const;

/** Names that appear outside the documentation (engine.md 12.49), and what they should be. */
const otherNames: Readonly<Record<string, string>> = { boundaryType: "boundary" };

/** The one of `known` that `name` is another spelling of. */
export function meant(name: string, known: readonly string[]): string | undefined {
  const other = Object.hasOwn(otherNames, name) ? otherNames[name] : undefined;
  return other !== undefined && known.includes(other) ? other : nearest(name, known);
}

/** A pointer as people write it: `/0/$source/config/keyFormat` is `$source.config.keyFormat`. */
export function labelOf(pointer: string): string {
  const names = pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const stage = names.findLastIndex((name) => name.startsWith("$"));
  return names.slice(Math.max(stage, 0)).join(".");
}
