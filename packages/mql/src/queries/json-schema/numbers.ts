/** Keywords about numbers. */

import { compareValues } from "../../values/compare.ts";
import { mod } from "../../values/index.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNumeric } from "../../values/type-of.ts";
import { beside, readBoolean, readNumber } from "./read.ts";
import type { Keyword } from "./schema.ts";

/** `minimum` (`sign` 1) or `maximum` (−1); the limit itself is left out where `exclusive…` is true. */
const limit = (sign: 1 | -1, exclusiveName: string): Keyword => {
  return (node, place) => {
    const bound = readNumber(node, place);
    const exclusive = beside(exclusiveName, place);
    const strict = exclusive?.kind === "scalar" && exclusive.value === true;
    const least = strict ? 1 : 0;
    return (value) => !isNumeric(value) || (!Number.isNaN(numberOf(value)) && compareValues(value, bound) * sign >= least);
  };
};

/** `exclusiveMinimum` and `exclusiveMaximum` only say how the limit beside them is meant. */
const strictness = (limitName: string): Keyword => {
  return (node, place) => {
    readBoolean(node, place);
    if (beside(limitName, place) === undefined) {
      place.parser.problems.shape(place.pointer, `This keyword needs '${limitName}' beside it.`);
    }
    return undefined;
  };
};

const multipleOf: Keyword = (node, place) => {
  const divisor = readNumber(node, place);
  if (!(numberOf(divisor) > 0)) {
    place.parser.problems.shape(place.pointer, "The value of 'multipleOf' must be greater than 0.");
    return undefined;
  }
  return (value) => !isNumeric(value) || (Number.isFinite(numberOf(value)) && numberOf(mod(value, divisor)) === 0);
};

export const numberKeywords = {
  minimum: limit(1, "exclusiveMinimum"),
  maximum: limit(-1, "exclusiveMaximum"),
  exclusiveMinimum: strictness("minimum"),
  exclusiveMaximum: strictness("maximum"),
  multipleOf,
} satisfies Record<string, Keyword>;
