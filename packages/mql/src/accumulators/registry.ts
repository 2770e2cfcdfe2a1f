/** All accumulators. */
import { addToSet } from "./add-to-set.ts";
import { avg } from "./avg.ts";
import { count } from "./count.ts";
import type { AccumulatorSpec } from "./define.ts";
import { first } from "./first.ts";
import { last } from "./last.ts";
import { max } from "./max.ts";
import { mergeObjectsAccumulator } from "./merge-objects.ts";
import { min } from "./min.ts";
import { pushAccumulator } from "./push.ts";
import { sum } from "./sum.ts";

const accumulators = [addToSet, avg, count, first, last, max, mergeObjectsAccumulator, min, pushAccumulator, sum];

/** The accumulators by name. */
export const accumulatorsByName: ReadonlyMap<string, AccumulatorSpec> = new Map(accumulators.map((spec) => [spec.name, spec]));
