/** How an accumulator is declared: one spec object a file, from which parser, code and a test are made. */
import type { ExpressionNode } from "../compiler/ast.ts";
import type { Atom } from "../compiler/atom.ts";
import type { Emitter } from "../compiler/emitter.ts";
import type { Parser, Scope } from "../compiler/parser.ts";
import type { DefNode } from "../definition/index.ts";
import type { Document, Value } from "../values/types.ts";

/** An example: documents of one group in order of arrival, the accumulator, and what it gives. All of them are run by a test. */
interface AccumulatorExample {
  readonly in: readonly Document[];
  readonly accumulator: Value;
  readonly out: Value;
}

/** Names of generated code where one value is taken in. */
export interface Place {
  /** A field of the state, to read or to assign: the fields of all states lie in the group's entry itself. */
  field(name: string): string;
  /** Statements that run a helper on the state as an object; `call` writes the call. For what is rare. */
  onState(call: (state: string) => string): string;
  /** The group's entry; growing accumulators add to its `bytes`. */
  readonly entry: string;
  /** Arrival sequence of the record. */
  readonly sequence: string;
  readonly node: ExpressionNode;
}

/** An accumulator whose parameters are known. */
export interface BoundAccumulator {
  readonly argument: ExpressionNode;
  readonly spec: AccumulatorSpec;
}

/**
 * An accumulator over states of class `S`. States are mergeable and serialisable: splitting the values of a group in any way,
 * merging the parts and encoding in between gives the same result (design 6).
 */
export interface AccumulatorSpec<S = unknown> {
  readonly name: string;
  readonly docs: {
    readonly summary: string;
    readonly syntax: string;
    readonly examples: readonly [AccumulatorExample, ...AccumulatorExample[]];
  };
  /** A class whose fields are plain data; a new one is the state before the first value. */
  readonly State: new () => S;
  /** Names of the state's fields that nearly every record touches. */
  readonly hot: readonly string[];
  /** Bytes of an empty state in memory, roughly. */
  readonly bytes: number;
  /** The expression whose value is taken in; and, where the definition has parameters such as `n`, the accumulator with these parameters. */
  parse(parser: Parser, node: DefNode, pointer: string, scope: Scope): ExpressionNode | BoundAccumulator;
  /** Code that throws if the value cannot be taken in. Runs before any accumulator of the group changes. */
  check?(e: Emitter, value: Atom, node: ExpressionNode): void;
  /** Code that takes a value in. It must not throw. */
  emit(e: Emitter, value: Atom, place: Place): void;
  result(state: S): Value;
  /** Source text of the result from the fields of the state, where that is quicker; `slow` is source text that calls {@link result}. */
  emitResult?(e: Emitter, place: Place, slow: string): string;
  merge(into: S, from: S): void;
  /** A BSON-able value from which {@link decode} makes the same state. */
  encode(state: S): Value;
  decode(value: Value): S;
}

type Definition<S> = Omit<AccumulatorSpec<S>, "parse" | "hot"> & Partial<Pick<AccumulatorSpec<S>, "parse" | "hot">>;

/** Declares an accumulator; unless it says otherwise, its argument is any expression. */
export function defineAccumulator<S>(definition: Definition<S>): AccumulatorSpec {
  const spec: AccumulatorSpec<S> = {
    parse: (parser, node, pointer, scope) => parser.expression(node, pointer, scope),
    hot: [],
    ...definition,
  };
  return spec as AccumulatorSpec;
}
