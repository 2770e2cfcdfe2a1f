import { makeJsonEncoder } from "../../codecs/encode-json.ts";
import { maxDepth } from "../../codecs/limits.ts";
import { parseJson } from "../../definition/parse-json.ts";
import { MqlError } from "../../errors.ts";
import { Decimal128 } from "../../values/classes.ts";
import { setOwn } from "../../values/names.ts";
import { numberOf } from "../../values/numbers.ts";
import { isDocument, isNullish, isNumeric, typeOf } from "../../values/type-of.ts";
import type { Document, Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { attempt, emitAttempt } from "./attempt.ts";

/** $serializeEJSON: the value with Extended JSON wrappers in place of what JSON has not: canonical, or relaxed (engine.md 2.3). Null for null. */
export const serializeEJSON = defineExpression({
  name: "$serializeEJSON",
  fields: { input: "required", relaxed: { default: false }, onError: "optional" },
  emit: (e, operands, node) => {
    const [input, relaxed, onError] = operands as readonly ((typeof operands)[number] | undefined)[];
    return emitAttempt(e, serialization, [e.value(input!).js, e.value(relaxed!).js], onError, node);
  },
  docs: {
    summary: "Turns a value into Extended JSON.",
    examples: [
      {
        in: { a: { n: 5, s: "x" } },
        expr: { $objectToArray: { $getField: { field: "n", input: { $serializeEJSON: { input: "$a" } } } } },
        out: [{ k: "$numberInt", v: "5" }],
      },
      { in: { a: [5, 2.5, "x", null] }, expr: { $serializeEJSON: { input: "$a", relaxed: true } }, out: [5, 2.5, "x", null] },
      { in: {}, expr: { $serializeEJSON: { input: "$a" } }, out: null },
      { in: { a: "yes" }, expr: { $serializeEJSON: { input: 1, relaxed: "$a" } }, error: 14 },
      { in: { a: "yes" }, expr: { $serializeEJSON: { input: 1, relaxed: "$a", onError: "none" } }, out: "none" },
    ],
  },
});

const serialization = attempt((input, relaxed) => {
  if (!isNullish(relaxed) && typeof relaxed !== "boolean") {
    throw new MqlError(14, `$serializeEJSON requires 'relaxed' to be a bool, found: ${typeOf(relaxed)}`);
  }
  return isNullish(input) ? null : serialized(input, relaxed === true, 0);
});

const canonicalText = makeJsonEncoder({ format: "canonical" });
const relaxedText = makeJsonEncoder({ format: "relaxed" });

function serialized(value: Value, relaxed: boolean, depth: number): Value {
  if (isNullish(value) || typeof value === "string" || typeof value === "boolean") return value;
  if (Array.isArray(value) || isDocument(value)) {
    if (depth >= maxDepth) throw new MqlError(15, `$serializeEJSON: values may be nested ${maxDepth} deep at most`);
    if (Array.isArray(value)) return value.map((item) => serialized(item, relaxed, depth + 1));
    const document: Document = {};
    for (const name of Object.keys(value)) setOwn(document, name, serialized(value[name], relaxed, depth + 1));
    return document;
  }
  if (relaxed && isNumeric(value) && !(value instanceof Decimal128) && Number.isFinite(numberOf(value))) return value;
  // All that is left becomes an object of strings.
  return parseJson((relaxed ? relaxedText : canonicalText)(value)) as Value;
}
