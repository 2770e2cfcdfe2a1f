import { arrayElemAt } from "./array-elem-at.ts";
import { arrayToObject } from "./array-to-object.ts";
import { concatArrays } from "./concat-arrays.ts";
import { filter } from "./filter.ts";
import { first } from "./first.ts";
import { firstN } from "./first-n.ts";
import { inExpression } from "./in.ts";
import { indexOfArray } from "./index-of-array.ts";
import { isArray } from "./is-array.ts";
import { last } from "./last.ts";
import { lastN } from "./last-n.ts";
import { map } from "./map.ts";
import { maxN } from "./max-n.ts";
import { minN } from "./min-n.ts";
import { range } from "./range.ts";
import { reduce } from "./reduce.ts";
import { reverseArray } from "./reverse-array.ts";
import { size } from "./size.ts";
import { slice } from "./slice.ts";
import { sortArray } from "./sort-array.ts";
import { zip } from "./zip.ts";

/** Array operators. */
export const array = [
  arrayElemAt,
  arrayToObject,
  concatArrays,
  filter,
  first,
  firstN,
  inExpression,
  indexOfArray,
  isArray,
  last,
  lastN,
  map,
  maxN,
  minN,
  range,
  reduce,
  reverseArray,
  size,
  slice,
  sortArray,
  zip,
];
