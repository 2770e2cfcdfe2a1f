/** Code shared by $trim, $ltrim and $rtrim. */
import { isNullish } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { textOf } from "./text.ts";

/** The manual's list of whitespace. */
const whitespace = "\0 \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a";

export const trimFields = { input: "required", chars: { default: whitespace } } as const;

/** Takes the characters of `chars` away at the chosen ends. Throws MqlError 50699, 50700 for operands that are no strings. */
export function trimmer(name: string, left: boolean, right: boolean): (...operands: readonly Value[]) => string | null {
  return (input, chars) => {
    if (isNullish(input) || isNullish(chars)) return null;
    const text = textOf(name, "'input'", input, 50699);
    const unwanted = new Set(textOf(name, "'chars'", chars, 50700));
    const points = [...text];
    let start = 0;
    let end = points.length;
    while (left && start < end && unwanted.has(points[start]!)) start++;
    while (right && end > start && unwanted.has(points[end - 1]!)) end--;
    return points.slice(start, end).join("");
  };
}
