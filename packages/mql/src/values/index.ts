export { add, divide, mod, multiply, subtract } from "./arithmetic.ts";
export { canonicalKey, canonicalPart } from "./canonical-key.ts";
export * from "./classes.ts";
export { compareForSort, compareStrings, compareValues, valuesEqual } from "./compare.ts";
export { getOwn, isPrototypeName, setOwn } from "./names.ts";
export { makeDouble, makeInteger, makeLong, numberOf } from "./numbers.ts";
export { isDocument, isNullish, isNumeric, typeOf } from "./type-of.ts";
