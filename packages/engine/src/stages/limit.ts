import { type DefNode, numberOf, valueOf as plainValue } from "@millrace/mql";
import { checkSchema } from "../grammar/schema.ts";
import { Kept } from "../windows/kept.ts";
import { defineStage } from "./define.ts";

/** `$limit`: the first so many documents of a window, in order of arrival unless `$sort` precedes. */
export const limit = defineStage({
  role: "blocking",
  name: "$limit",
  operatorName: "LimitOperator",
  check(spec, pointer, report) {
    checkSchema(spec, { type: "integer", minimum: 1 }, pointer, report);
  },
  first: (spec, { metaRead }) => new Kept(metaRead, countOf(spec)),
  build: (spec) => {
    const most = countOf(spec);
    return function* (chunks) {
      let left = most;
      for (const chunk of chunks) {
        yield chunk.length <= left ? chunk : chunk.slice(0, left);
        left -= chunk.length;
        if (left <= 0) return;
      }
    };
  },
});

function countOf(spec: DefNode): number {
  return numberOf(plainValue(spec));
}
