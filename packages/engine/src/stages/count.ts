import { valueOf as plainValue } from "@millrace/mql";
import { checkSchema } from "../grammar/schema.ts";
import { Counted, countResult } from "../windows/counted.ts";
import { defineStage } from "./define.ts";

/** `$count`: `{ <field>: number of documents }` of a window; nothing if there are none. */
export const count = defineStage({
  role: "blocking",
  name: "$count",
  operatorName: "CountOperator",
  check(spec, pointer, report) {
    checkSchema(spec, { type: "string", minLength: 1 }, pointer, report);
    const field = spec.kind === "scalar" ? spec.value : undefined;
    if (typeof field !== "string") return;
    if (field.startsWith("$"))
      report.add(72, pointer, "$count must not begin with '$'", JSON.stringify(field.replace(/^\$+/, "")));
    else if (/[.\0]/.test(field)) report.add(72, pointer, "$count must not contain '.' or a null character");
  },
  first: (spec) => new Counted(plainValue(spec) as string),
  build: (spec) =>
    function* (chunks, make) {
      let count = 0;
      for (const chunk of chunks) count += chunk.length;
      yield* countResult(plainValue(spec) as string, count, make);
    },
});
