/** Keywords about strings; lengths count code points. */
import { translateRegex } from "../regex/translate.ts";
import { readCount } from "./read.ts";
import type { Keyword } from "./schema.ts";

function codePoints(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit < 0xdc00 && index + 1 < text.length && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
      count--;
      index++;
    }
  }
  return count;
}

export const stringKeywords = {
  minLength: (node, place) => {
    const least = readCount(node, place);
    return (value) => typeof value !== "string" || codePoints(value) >= least;
  },
  maxLength: (node, place) => {
    const most = readCount(node, place);
    return (value) => typeof value !== "string" || value.length <= most || codePoints(value) <= most;
  },
  pattern: (node, { parser, pointer }) => {
    const source = parser.value(node, pointer);
    const translated = typeof source === "string" ? translateRegex(source, "") : undefined;
    if (translated?.ok) return (value) => typeof value !== "string" || translated.regex.test(value);
    parser.problems.shape(pointer, translated?.message ?? "The value of 'pattern' must be a string.");
    return undefined;
  },
} satisfies Record<string, Keyword>;
