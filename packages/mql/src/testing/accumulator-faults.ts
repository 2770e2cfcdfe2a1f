/** Accumulators with a fault put in on purpose. */
import type { AccumulatorSpec } from "../accumulators/define.ts";
import { accumulatorsByName } from "../accumulators/registry.ts";

const faults = {
  "gives null": { result: () => null, emitResult: undefined },
  "drops the other part in a merge": { merge: () => {} },
  "takes nothing in": { emit: () => {} },
} satisfies Record<string, Partial<AccumulatorSpec>>;

export type AccumulatorFault = keyof typeof faults;

/** The faults that {@link breakAccumulator} knows. */
export const accumulatorFaults = Object.keys(faults) as AccumulatorFault[];

/** The names of all accumulators of `$group`. */
export function accumulatorNames(): string[] {
  return [...accumulatorsByName.keys()];
}

/** Puts a fault into an accumulator for everything that is compiled from now on; the function that it gives takes it out again. */
export function breakAccumulator(name: string, fault: AccumulatorFault): () => void {
  const spec = accumulatorsByName.get(name);
  if (spec === undefined) throw new Error(`there is no accumulator ${name}`);
  const sound = { ...spec };
  const parse: AccumulatorSpec["parse"] = (...args) => {
    const parsed = sound.parse(...args);
    return "argument" in parsed ? { ...parsed, spec: { ...parsed.spec, ...faults[fault] } } : parsed;
  };
  Object.assign(spec, faults[fault], { parse });
  return () => Object.assign(spec, sound, { emitResult: sound.emitResult });
}
