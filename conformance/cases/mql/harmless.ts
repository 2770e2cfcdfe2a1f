/** Planted faults that change nothing anybody could see. */
import type { Kind, LanguageCase } from "./read-cases.ts";

/** Kind, operator and fault; with the reason why no case can tell. */
const changesNothing: readonly (readonly [Kind, string, string])[] = [
  // Their operand is their value.
  ["expression", "$literal", "gives its first operand"],
  ["expression", "$expr", "gives its first operand"],
  // They give no number.
  ["expression", "$createObjectId", "gives another type of number"],
  ["expression", "$createUUID", "gives another type of number"],
  ["expression", "$currentDate", "gives another type of number"],
  // Every document meets a remark, and options are read by the $regex beside them.
  ["match", "$comment", "selects everything"],
  ["match", "$options", "selects everything"],
  // To take the field away is what it does.
  ["update", "$unset", "takes the field away"],
];

export function harmless(kind: Kind, name: string, fault: string, cases: readonly LanguageCase[]): boolean {
  if (changesNothing.some((one) => one[0] === kind && one[1] === name && one[2] === fault)) return true;
  if (fault === "gives missing for null") return !cases.some((one) => one.value("out") === null);
  return fault === "gives another type of number" && !cases.some((one) => isNumber(one.value("out")));
}

/** Whether a result is an int or a double. */
function isNumber(value: unknown): boolean {
  return typeof value === "number" || value?.constructor?.name === "Double";
}
