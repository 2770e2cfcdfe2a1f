/** Code shared by $replaceOne and $replaceAll. */
import { isNullish } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { textOf } from "./text.ts";

export const replaceFields = { input: "required", find: "required", replacement: "required" } as const;

/** Checks the operands and replaces. Throws MqlError 51746, 51745, 51744 for operands that are neither strings nor null. */
export function replacer(
  name: string,
  replace: (text: string, find: string, replacement: string) => string,
): (...operands: readonly Value[]) => string | null {
  const optional = (what: string, value: Value, code: number) => (isNullish(value) ? undefined : textOf(name, what, value, code));
  return (input, find, replacement) => {
    const text = optional("'input'", input, 51746);
    const wanted = optional("'find'", find, 51745);
    const instead = optional("'replacement'", replacement, 51744);
    return text === undefined || wanted === undefined || instead === undefined ? null : replace(text, wanted, instead);
  };
}
