import { decodeJson } from "../../codecs/decode-json.ts";
import { encodeExactJson } from "../../codecs/encode-json.ts";
import { isNullish } from "../../values/type-of.ts";
import { defineExpression } from "../define.ts";
import { attempt, emitAttempt } from "./attempt.ts";

/** $deserializeEJSON: the value that a value with Extended JSON wrappers stands for (engine.md 2.3). Null for null. */
export const deserializeEJSON = defineExpression({
  name: "$deserializeEJSON",
  fields: { input: "required", onError: "optional" },
  emit: (e, operands, node) => {
    const [input, onError] = operands as readonly ((typeof operands)[number] | undefined)[];
    return emitAttempt(e, deserialization, [e.value(input!).js], onError, node);
  },
  docs: {
    summary: "Turns Extended JSON into the value it stands for.",
    examples: [
      { in: { a: JSON.parse('{"x": {"$numberLong": "5"}}') }, expr: { $deserializeEJSON: { input: "$a" } }, out: { x: 5n } },
      {
        in: { a: [JSON.parse('{"$date": "1970-01-01T00:00:00Z"}'), "x"] },
        expr: { $deserializeEJSON: { input: "$a" } },
        out: [new Date(0), "x"],
      },
      { in: { a: null }, expr: { $deserializeEJSON: { input: "$a" } }, out: null },
      { in: { a: JSON.parse('{"$numberInt": "x"}') }, expr: { $deserializeEJSON: { input: "$a" } }, error: 9 },
      { in: { a: JSON.parse('{"$numberInt": "x"}') }, expr: { $deserializeEJSON: { input: "$a", onError: 0 } }, out: 0 },
    ],
  },
});

/** Types that JSON has not go through as wrappers and come back as they were. */
const deserialization = attempt((input) => (isNullish(input) ? null : decodeJson(encodeExactJson(input))));
