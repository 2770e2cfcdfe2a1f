/** All accumulators. */
import { accumulator } from "./accumulator.ts";
import { addToSet } from "./add-to-set.ts";
import { avg } from "./avg.ts";
import { bottom } from "./bottom.ts";
import { bottomN } from "./bottom-n.ts";
import { concatArrays } from "./concat-arrays.ts";
import { count } from "./count.ts";
import type { AccumulatorSpec } from "./define.ts";
import { first } from "./first.ts";
import { firstN } from "./first-n.ts";
import { last } from "./last.ts";
import { lastN } from "./last-n.ts";
import { max } from "./max.ts";
import { maxN } from "./max-n.ts";
import { median } from "./median.ts";
import { mergeObjectsAccumulator } from "./merge-objects.ts";
import { min } from "./min.ts";
import { minN } from "./min-n.ts";
import { percentile } from "./percentile.ts";
import { pushAccumulator } from "./push.ts";
import { setUnion } from "./set-union.ts";
import { stdDevPop } from "./std-dev-pop.ts";
import { stdDevSamp } from "./std-dev-samp.ts";
import { sum } from "./sum.ts";
import { top } from "./top.ts";
import { topN } from "./top-n.ts";

const accumulators = [
  accumulator,
  addToSet,
  avg,
  bottom,
  bottomN,
  concatArrays,
  count,
  first,
  firstN,
  last,
  lastN,
  max,
  maxN,
  median,
  mergeObjectsAccumulator,
  min,
  minN,
  percentile,
  pushAccumulator,
  setUnion,
  stdDevPop,
  stdDevSamp,
  sum,
  top,
  topN,
];

/** The accumulators by name. */
export const accumulatorsByName: ReadonlyMap<string, AccumulatorSpec> = new Map(accumulators.map((spec) => [spec.name, spec]));
