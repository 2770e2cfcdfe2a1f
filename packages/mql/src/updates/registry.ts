/** All update operators on one field each; `$rename`, which changes two, is read by itself. */
import type { UpdateOperator } from "./define.ts";
import { addToSet } from "./operators/add-to-set.ts";
import { bit } from "./operators/bit.ts";
import { currentDate } from "./operators/current-date.ts";
import { inc } from "./operators/inc.ts";
import { max } from "./operators/max.ts";
import { min } from "./operators/min.ts";
import { mul } from "./operators/mul.ts";
import { pop } from "./operators/pop.ts";
import { pull } from "./operators/pull.ts";
import { pullAll } from "./operators/pull-all.ts";
import { push } from "./operators/push.ts";
import { set } from "./operators/set.ts";
import { setOnInsert } from "./operators/set-on-insert.ts";
import { unset } from "./operators/unset.ts";

let byName: ReadonlyMap<string, UpdateOperator> | undefined;

/** The operators by name. Made at the first use. */
export function updateOperatorsByName(): ReadonlyMap<string, UpdateOperator> {
  byName ??= new Map(
    [addToSet, bit, currentDate, inc, max, min, mul, pop, pull, pullAll, push, set, setOnInsert, unset].map((one) => [
      one.name,
      one,
    ]),
  );
  return byName;
}
