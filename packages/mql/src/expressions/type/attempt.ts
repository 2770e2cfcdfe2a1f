import type { ExpressionNode, OperatorNode } from "../../compiler/ast.ts";
import type { Atom } from "../../compiler/atom.ts";
import type { Emitter } from "../../compiler/emitter.ts";
import { MqlError } from "../../errors.ts";
import type { Value } from "../../values/types.ts";

/** Stands for an error where `onError` takes over. */
const failure: object = Object.freeze({});

type Conversion = (...args: Value[]) => Value;

/** A conversion in both forms: as it is, and with an error as a value. */
export interface Attempt {
  readonly run: Conversion;
  readonly tryRun: (...args: Value[]) => Value | object;
}

export function attempt(run: Conversion): Attempt {
  const tryRun = (...args: Value[]) => {
    try {
      return run(...args);
    } catch (error) {
      if (error instanceof MqlError) return failure;
      throw error;
    }
  };
  return { run, tryRun };
}

/** Code that converts, with the value of `onError` in place of an error if there is one. */
export function emitAttempt(
  e: Emitter,
  { run, tryRun }: Attempt,
  args: readonly string[],
  onError: ExpressionNode | undefined,
  node: OperatorNode,
): Atom {
  if (onError === undefined) return e.call(run, args, node);
  const result = e.call(tryRun, args, node);
  return e.choose(
    `${result.js} === ${e.use(failure)}`,
    () => e.value(onError),
    () => result,
  );
}
