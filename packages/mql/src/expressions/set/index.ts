import { allElementsTrue } from "./all-elements-true.ts";
import { anyElementTrue } from "./any-element-true.ts";
import { setDifference } from "./set-difference.ts";
import { setEquals } from "./set-equals.ts";
import { setIntersection } from "./set-intersection.ts";
import { setIsSubset } from "./set-is-subset.ts";
import { setUnion } from "./set-union.ts";

/** Set operators. */
export const set = [allElementsTrue, anyElementTrue, setDifference, setEquals, setIntersection, setIsSubset, setUnion];
