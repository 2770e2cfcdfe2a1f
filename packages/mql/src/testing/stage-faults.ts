/** Stages, window functions and update operators with a fault put in on purpose. */
import type { ArrayStage, Transform } from "../collections/define.ts";
import { arrayStagesByName } from "../collections/registry.ts";
import type { Compute, WindowFunction } from "../collections/window/define.ts";
import { windowFunctionsByName } from "../collections/window/registry.ts";
import { type Change, remove, type UpdateOperator } from "../updates/define.ts";
import { updateOperatorsByName } from "../updates/registry.ts";

const stageFaults = {
  "gives what comes in": () => (input) => input,
  "gives nothing": () => () => [],
  "drops the last document": (transform) => (input, host) => transform(input, host).slice(0, -1),
} satisfies Record<string, (transform: Transform) => Transform>;

const functionFaults = {
  "gives null": () => (partition) => partition.documents.map(() => null),
  "gives the value of the document before": (compute) => (partition) => {
    const values = compute(partition);
    return values.map((_, index) => values[index - 1] ?? "none");
  },
} satisfies Record<string, (compute: Compute) => Compute>;

type StageFault = keyof typeof stageFaults;
type FunctionFault = keyof typeof functionFaults;

/** Update operators that leave the field as it is, or take it away. */
const updateFaults = {
  "changes nothing": (value) => value,
  "takes the field away": () => remove,
} satisfies Record<string, Change>;

type UpdateFault = keyof typeof updateFaults;

/** All update operators on one field. */
export function breakableUpdates(): Breakable[] {
  return [...updateOperatorsByName().values()].map((spec) =>
    breakable<UpdateOperator>(spec, Object.keys(updateFaults), (sound, fault): UpdateOperator["parse"] => {
      return (...args) => {
        const field = sound.parse(...args);
        return field && { ...field, change: updateFaults[fault as UpdateFault] };
      };
    }),
  );
}

/** A stage, a window function or an update operator that a suite breaks. */
export interface Breakable {
  readonly name: string;
  readonly faults: readonly string[];
  /** Puts a fault in for everything that is compiled from now on; the function that it gives takes it out again. */
  break(fault: string): () => void;
}

function breakable<T extends { readonly name: string; parse: unknown }>(
  spec: T,
  faults: readonly string[],
  broken: (sound: T, fault: string) => unknown,
): Breakable {
  return {
    name: spec.name,
    faults,
    break: (fault) => {
      const sound = { ...spec };
      Object.assign(spec, { parse: broken(sound, fault) });
      return () => Object.assign(spec, { parse: sound.parse });
    },
  };
}

/** All stages over arrays, and all window functions that are no accumulators. */
export function breakableStages(): Breakable[] {
  const stages = [...arrayStagesByName().values()].map((spec) =>
    breakable<ArrayStage>(spec, Object.keys(stageFaults), (sound, fault): ArrayStage["parse"] => {
      return (...args) => stageFaults[fault as StageFault](sound.parse(...args));
    }),
  );
  const functions = [...windowFunctionsByName.values()].map((spec) =>
    breakable<WindowFunction>(spec, Object.keys(functionFaults), (sound, fault): WindowFunction["parse"] => {
      return (...args) => functionFaults[fault as FunctionFault](sound.parse(...args));
    }),
  );
  return [...stages, ...functions];
}
