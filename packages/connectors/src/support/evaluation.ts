import { type ConnectorContext, ProcessorError, StreamRecord } from "@millrace/engine";
import {
  type Carrier,
  compileExpression,
  definitionOf,
  type EvalContext,
  type Expression,
  ObjectId,
  type Value,
} from "@millrace/mql";
import { seededRandom } from "./random.ts";

/** What expressions in the options of a connector are evaluated with. */
export function evaluationContext({ clock, seed }: ConnectorContext): EvalContext {
  return {
    now: () => clock.now(),
    random: seed === undefined ? Math.random : seededRandom(seed),
    objectId: () => new ObjectId().toHexString(),
  };
}

/** Compiles an option. Pipelines are checked when they are defined: a problem that is left is told with the name of the option. */
export function compileOption(name: string, value: Value): Expression {
  const compiled = compileExpression(definitionOf(value));
  if (compiled.ok) return compiled.value;
  const problems = compiled.problems.map(({ message }) => message).join("; ");
  throw new ProcessorError(420, "user-fatal", `The option '${name}' is not a valid expression: ${problems}`);
}

/** For expressions that are evaluated once, before there is any document. */
export function emptyCarrier(now: number): Carrier {
  return new StreamRecord({}, now, { id: "0" }, 0, 0, { describe: () => ({ type: "generated" }) });
}
