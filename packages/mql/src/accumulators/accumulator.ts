import { arrayNode, type ExpressionNode, literalNode } from "../compiler/ast.ts";
import { below } from "../compiler/problems.ts";
import type { DefNode } from "../definition/index.ts";
import { MqlError } from "../errors.ts";
import { checkLanguage, parseFunction } from "../javascript/parse.ts";
import { callFunction } from "../javascript/sandbox.ts";
import { Double } from "../values/classes.ts";
import type { Document, Value } from "../values/types.ts";
import { unbound } from "./best.ts";
import { type AccumulatorSpec, type BoundAccumulator, defineAccumulator } from "./define.ts";
import { heapBytes } from "./size.ts";

const name = "$accumulator";

const fields = {
  init: "required",
  initArgs: "optional",
  accumulate: "required",
  accumulateArgs: "required",
  merge: "required",
  finalize: "optional",
  lang: "required",
} as const;

interface Functions {
  readonly init: string;
  readonly accumulate: string;
  readonly merge: string;
  readonly finalize: string | undefined;
}

/** What the functions have made so far. */
class AccumulatorState {
  started = false;
  state: Value = null;
  /** Why a function failed; the group has no result then. */
  failure: string | undefined = undefined;
}

/** $accumulator: a state that JavaScript functions make, change and merge, in a sandbox with limits of time and memory. */
export const accumulator: AccumulatorSpec = defineAccumulator({
  ...unbound,
  name,
  parse: (parser, node, pointer, scope): ExpressionNode | BoundAccumulator => {
    const given = parser.named(name, fields, node, pointer);
    if (given === undefined) return literalNode(null, pointer);
    checkLanguage(name, given.get("lang"), parser, pointer);
    const source = (field: string) => parseFunction(name, field, given.get(field), parser, pointer);
    const args = (field: string, value: DefNode | undefined) =>
      value === undefined ? arrayNode([], pointer) : parser.expression(value, below(pointer, field), scope);
    const argument = arrayNode(
      [args("initArgs", given.get("initArgs")), args("accumulateArgs", given.get("accumulateArgs"))],
      pointer,
    );
    const finalize = given.has("finalize") ? source("finalize") : undefined;
    return bind(argument, { init: source("init"), accumulate: source("accumulate"), merge: source("merge"), finalize });
  },
  docs: {
    summary: "Folds values with JavaScript functions.",
    syntax:
      "{ $accumulator: { init: function, initArgs?: array, accumulate: function, accumulateArgs: array, merge: function, finalize?: function, lang: 'js' } }",
    examples: [
      {
        in: [{ a: 2 }, { a: 5 }],
        accumulator: {
          $accumulator: {
            init: "() => ({ n: 0, sum: 0 })",
            accumulate: "(state, a) => ({ n: state.n + 1, sum: state.sum + a })",
            accumulateArgs: ["$a"],
            merge: "(one, other) => ({ n: one.n + other.n, sum: one.sum + other.sum })",
            finalize: "(state) => state.sum / state.n",
            lang: "js",
          },
        },
        out: 3.5,
      },
      {
        in: [{ a: "x" }, { a: "y" }],
        accumulator: {
          $accumulator: {
            init: "(from) => from",
            initArgs: [10],
            accumulate: "(count) => count + 1",
            accumulateArgs: [],
            merge: "(one, other) => one + other - 10",
            lang: "js",
          },
        },
        out: new Double(12),
      },
    ],
  },
});

function bind(argument: ExpressionNode, functions: Functions): BoundAccumulator {
  const call = (source: string, args: readonly Value[]) => callFunction(source, args, name);
  /** Takes a value in and gives the bytes that the state has grown by. */
  const take = (into: AccumulatorState, taken: Value): number => {
    if (into.failure !== undefined) return 0;
    const [initArgs, args] = taken as [Value, Value];
    try {
      if (!into.started) into.state = call(functions.init, listOf("initArgs", initArgs));
      const before = into.started ? heapBytes(into.state) : 0;
      into.started = true;
      into.state = call(functions.accumulate, [into.state, ...listOf("accumulateArgs", args)]);
      return heapBytes(into.state) - before;
    } catch (error) {
      into.failure = (error as Error).message;
      return 0;
    }
  };
  const spec = defineAccumulator<AccumulatorState>({
    ...accumulator,
    State: AccumulatorState,
    bytes: 96,
    parse: accumulator.parse,
    emit: (e, value, { onState, entry }) =>
      e.line(onState((state) => `${entry}.bytes += ${e.use(take)}(${state}, ${value.js});`)),
    result: ({ failure, state }) => {
      if (failure !== undefined) throw new MqlError(139, failure);
      return functions.finalize === undefined ? state : call(functions.finalize, [state]);
    },
    merge: (into, from) => {
      if (!from.started || into.failure !== undefined) return;
      try {
        into.state = into.started ? call(functions.merge, [into.state, from.state]) : from.state;
        into.failure = from.failure;
      } catch (error) {
        into.failure = (error as Error).message;
      }
      into.started = true;
    },
    encode: ({ started, state, failure }) => ({ started, state, ...(failure === undefined ? {} : { failure }) }),
    decode: (value) => Object.assign(new AccumulatorState(), value as Document),
  });
  return { argument, spec };
}

function listOf(field: string, value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  throw new MqlError(139, `The field '${field}' of ${name} must be an array.`);
}
