import { MqlError } from "../../errors.ts";
import { typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";

/** The code of conversions that fail, which `onError` catches. */
export const conversionFailure = 241;

export function unsupported(value: Value, target: string): MqlError {
  return new MqlError(
    conversionFailure,
    `Unsupported conversion from ${typeOf(value)} to ${target} in $convert with no onError value`,
  );
}

export function failed(target: string, why: string): MqlError {
  return new MqlError(conversionFailure, `Failed to convert to ${target} in $convert with no onError value: ${why}`);
}

/** A text as an error message shows it: the beginning is enough. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
