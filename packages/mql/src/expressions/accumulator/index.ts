import { avg } from "./avg.ts";
import { max } from "./max.ts";
import { median } from "./median.ts";
import { min } from "./min.ts";
import { percentile } from "./percentile.ts";
import { stdDevPop } from "./std-dev-pop.ts";
import { stdDevSamp } from "./std-dev-samp.ts";
import { sum } from "./sum.ts";

/** Accumulators that are expressions as well. */
export const accumulator = [avg, max, median, min, percentile, stdDevPop, stdDevSamp, sum];
