import { literalNode } from "../../compiler/ast.ts";
import type { Atom } from "../../compiler/atom.ts";
import { MqlError } from "../../errors.ts";
import { getOwn } from "../../values/names.ts";
import { numberOf } from "../../values/numbers.ts";
import { isDocument, isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { readDetails } from "./details.ts";
import { conversionFailure } from "./failure.ts";
import { type Target, targets } from "./targets.ts";

const targetByName: ReadonlyMap<Value, Target> = new Map(
  targets.flatMap((target) => [target.name, target.code].map((type) => [type, target])),
);

/** Stands for a conversion that failed where `onError` takes over. */
const failure: object = Object.freeze({});

/** $convert: a value as another type; `onNull` for null and missing, `onError` where it cannot be converted. */
export const convert = defineExpression({
  name: "$convert",
  fields: {
    input: "required",
    to: "required",
    onError: "optional",
    onNull: "optional",
    format: "optional",
    byteOrder: "optional",
    base: "optional",
  },
  emit: (e, operands, node) => {
    const [input, to, onError, onNull, ...details] = operands as readonly ((typeof operands)[number] | undefined)[];
    const value = e.value(input!);
    const args = [to, ...details].map((operand) => e.value(operand ?? literalNode(undefined, node.pointer)).js);
    const converted = (): Atom => {
      if (onError === undefined) return e.call(convertValue, [value.js, ...args], node);
      const result = e.call(tryToConvert, [value.js, ...args], node);
      return e.choose(
        `${result.js} === ${e.use(failure)}`,
        () => e.value(onError),
        () => result,
      );
    };
    return e.choose(e.nullish(value), () => (onNull === undefined ? e.constant(null) : e.value(onNull)), converted);
  },
  docs: {
    summary: "Converts a value to a type.",
    examples: [
      { in: { a: "12" }, expr: { $convert: { input: "$a", to: "int" } }, out: 12 },
      { in: { a: 2.9 }, expr: { $convert: { input: "$a", to: 16 } }, out: 2 },
      { in: { a: "x" }, expr: { $convert: { input: "$a", to: "int", onError: "bad" } }, out: "bad" },
      { in: {}, expr: { $convert: { input: "$a", to: "int", onNull: 0 } }, out: 0 },
      { in: { a: null }, expr: { $convert: { input: "$a", to: "int" } }, out: null },
      { in: { a: "ff" }, expr: { $convert: { input: "$a", to: "int", base: 16 } }, out: 255 },
      { in: { a: "x" }, expr: { $convert: { input: "$a", to: "int" } }, error: 241 },
      { in: { a: 1, to: "nothing" }, expr: { $convert: { input: "$a", to: "$to" } }, error: 2 },
    ],
  },
});

function convertValue(value: Value, to: Value, format: Value, byteOrder: Value, base: Value): Value {
  if (isNullish(to)) return null;
  const [type, subtype] = isDocument(to) ? [getOwn(to, "type"), numberOf(getOwn(to, "subtype") ?? 0)] : [to, 0];
  const target = targetByName.get(typeof type === "string" ? type : numberOf(type));
  if (target === undefined) throw new MqlError(2, `$convert: ${nameOf(type)} is not a type that values can be converted to`);
  return target.convert(value, readDetails(format, byteOrder, base, subtype));
}

function nameOf(type: Value): string {
  return typeof type === "string" || typeof type === "number" ? JSON.stringify(type) : `a value of type ${typeOf(type)}`;
}

function tryToConvert(value: Value, to: Value, format: Value, byteOrder: Value, base: Value): Value | object {
  try {
    return convertValue(value, to, format, byteOrder, base);
  } catch (error) {
    if (error instanceof MqlError && error.code === conversionFailure) return failure;
    throw error;
  }
}
