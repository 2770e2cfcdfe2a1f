import { arrayElemAt } from "./array-elem-at.ts";
import { arrayToObject } from "./array-to-object.ts";
import { concatArrays } from "./concat-arrays.ts";
import { filter } from "./filter.ts";
import { first } from "./first.ts";
import { inExpression } from "./in.ts";
import { isArray } from "./is-array.ts";
import { last } from "./last.ts";
import { map } from "./map.ts";
import { range } from "./range.ts";
import { reduce } from "./reduce.ts";
import { size } from "./size.ts";

/** Array operators. */
export const array = [
  arrayElemAt,
  arrayToObject,
  concatArrays,
  filter,
  first,
  inExpression,
  isArray,
  last,
  map,
  range,
  reduce,
  size,
];
