/** Code shared by the arithmetic operators: the common cases of JS numbers inline, everything else by a helper. */
import type { ExpressionNode, OperatorNode } from "../../compiler/ast.ts";
import { type Atom, always, mayBe } from "../../compiler/atom.ts";
import type { Emitter } from "../../compiler/emitter.ts";
import { kinds } from "../../compiler/kinds.ts";
import type { Helper } from "../../compiler/program.ts";
import { MqlError } from "../../errors.ts";
import { decimalOperand } from "../../values/arithmetic.ts";
import { type Decimal, readDecimal, signOf, writeDecimal } from "../../values/decimal.ts";
import { Decimal128, makeDouble, numberOf } from "../../values/index.ts";
import { numericRank, rankOf } from "../../values/numbers.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";

/** Source text of a condition that is true for 32-bit integers, of a value known to be a JS number. */
export function isInt(value: Atom): string {
  return always(value, kinds.int) ? "true" : `(${value.js} | 0) === ${value.js}`;
}

function isJsNumber(value: Atom): string {
  return always(value, kinds.number) ? "true" : `typeof ${value.js} === "number"`;
}

/** Source text of all conditions together, those that are always true left out. */
export function both(...conditions: readonly string[]): string {
  const open = conditions.filter((condition) => condition !== "true");
  return open.length === 0 ? "true" : open.join(" && ");
}

/** Source text: one of two conditions. */
export function either(first: string, second: string): string {
  return first === "true" || second === "true" ? "true" : `(${first} || ${second})`;
}

interface BinaryCode {
  /** The result for two JS numbers. */
  readonly compute: (a: string, b: string) => string;
  /**
   * Condition under which `result` stands as it is. `ints`: the condition that both operands are 32-bit integers.
   * Default: they are, or the result is a fraction (or not finite), which is a double whatever the operands were.
   */
  readonly stands?: (ints: string, result: string, a: string, b: string) => string;
  /** Everything else. */
  readonly slow: Helper;
}

/** Source text: a JS number that stands for a double and nothing else. */
export function isFraction(result: string): string {
  return `Math.floor(${result}) !== ${result}`;
}

/** Code of an operation on two values. */
export function emitBinary(e: Emitter, a: Atom, b: Atom, node: OperatorNode, code: BinaryCode): Atom {
  const possible = mayBe(a, ~kinds.numeric) || mayBe(b, ~kinds.numeric) ? kinds.numeric | kinds.null | kinds.date : kinds.numeric;
  if (!mayBe(a, kinds.number) || !mayBe(b, kinds.number)) return e.call(code.slow, [a.js, b.js], node, possible);
  const result = e.declare(possible, "NaN");
  const ints = both(isInt(a), isInt(b));
  const stands = code.stands ?? ((bothInts, value) => either(bothInts, isFraction(value)));
  const computed = `(${result.js} = ${code.compute(a.js, b.js)}, ${stands(ints, result.js, a.js, b.js)})`;
  const fast = both(isJsNumber(a), isJsNumber(b), computed);
  e.line(`if (!(${fast})) { ${e.at(node)}; ${result.js} = ${e.use(code.slow)}(${a.js}, ${b.js}); }`);
  return result;
}

/** Code of an operation on a list, from the left; a single operand is joined with the neutral element, so that its type is checked. */
export function emitFold(
  e: Emitter,
  operands: readonly ExpressionNode[],
  neutral: number,
  node: OperatorNode,
  code: BinaryCode,
): Atom {
  const values = e.values(operands);
  const start = values.length > 1 ? values[0]! : e.constant(neutral);
  return values.slice(values.length > 1 ? 1 : 0).reduce((left, right) => emitBinary(e, left, right, node, code), start);
}

interface UnaryCode {
  /** Condition under which the result is computed inline, for a JS number. */
  readonly when: (value: Atom) => string;
  readonly compute: (value: string) => string;
  readonly slow: Helper;
}

/** Code of an operation on one value. */
export function emitUnary(e: Emitter, operand: ExpressionNode, node: OperatorNode, code: UnaryCode): Atom {
  const value = e.value(operand);
  const possible = mayBe(value, ~kinds.numeric) ? kinds.numeric | kinds.null : kinds.numeric;
  if (!mayBe(value, kinds.number)) return e.call(code.slow, [value.js], node, possible);
  const result = e.declare(possible);
  const fast = both(isJsNumber(value), code.when(value));
  e.line(`if (${fast}) ${result.js} = ${code.compute(value.js)};`);
  e.line(`else { ${e.at(node)}; ${result.js} = ${e.use(code.slow)}(${value.js}); }`);
  return result;
}

/** An operation from reals to reals (`$sqrt`, `$exp`, …): null for null, a double for int, long and double, a decimal for decimal. */
export function realFunction(
  name: string,
  compute: (value: number) => number,
  inDecimal: (value: Decimal) => Decimal,
  /** Throws where the function is not defined; `sign` is −1, 0, 1, or NaN for NaN. */
  check: (sign: number, value: Value) => void = () => {},
): (value: Value) => Value {
  return (value) => {
    if (isNullish(value)) return null;
    const rank = rankOf(value);
    if (rank === numericRank.none) throw onlyNumeric(name, value);
    check(signOfNumber(value), value);
    return rank === numericRank.decimal ? writeDecimal(inDecimal(decimalOperand(value))) : makeDouble(compute(numberOf(value)));
  };
}

/** −1, 0 or 1, or NaN for NaN; decimals too small for a double have a sign all the same. */
export function signOfNumber(value: Value): number {
  if (!(value instanceof Decimal128)) return Math.sign(numberOf(value));
  const decimal = readDecimal(value);
  return decimal.kind === "nan" ? Number.NaN : signOf(decimal);
}

/** The error of an operator that takes numbers only. */
export function onlyNumeric(name: string, value: Value, code = 28765): MqlError {
  return new MqlError(code, `${name} only supports numeric types, not ${typeOf(value)}`);
}
