import { compileSort } from "@millrace/mql";
import { compiled } from "../grammar/compiled.ts";
import type { StreamRecord } from "../record.ts";
import { BATCH } from "../runtime/operator.ts";
import { defineStage } from "./define.ts";

/** `$sort`: the documents of a window in order; equal ones stay in order of arrival. */
export const sort = defineStage({
  role: "blocking",
  name: "$sort",
  operatorName: "SortOperator",
  check(spec, pointer, report) {
    const result = compileSort(spec, { pointer });
    if (!result.ok) report.take(result.problems);
  },
  build: (spec) => {
    const compare = compiled(compileSort(spec));
    return function* (chunks) {
      const all: StreamRecord[] = [];
      for (const chunk of chunks) for (const record of chunk) all.push(record);
      all.sort((a, b) => compare(a.doc, b.doc));
      for (let from = 0; from < all.length; from += BATCH) yield all.slice(from, from + BATCH);
    };
  },
});
