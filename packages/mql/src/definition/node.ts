/**
 * A definition (pipeline, stage, expression) as it was written: field order kept also where names look like integers,
 * number spelling kept, and the place of every part in the text (design 4, "Order").
 */
import type { Value } from "../values/types.ts";

export type DefNode = DefObject | DefArray | DefScalar;

/** Offsets into the text, in UTF-16 units; `end` is behind the last character. */
interface Span {
  readonly start: number;
  readonly end: number;
}

export interface DefObject extends Span {
  readonly kind: "object";
  readonly entries: readonly DefEntry[];
}

export interface DefEntry {
  readonly key: string;
  /** Offset of the key's opening quote. */
  readonly keyStart: number;
  /** The key as it was spelled, with its quotes. */
  readonly keyRaw?: string;
  readonly value: DefNode;
}

export interface DefArray extends Span {
  readonly kind: "array";
  readonly items: readonly DefNode[];
}

export interface DefScalar extends Span {
  readonly kind: "scalar";
  /** null, boolean, string, or a number by the number rule: `5` int, `5.0` Double, 64-bit integers exact. */
  readonly value: Value;
  /** As it was spelled: strings with their quotes. */
  readonly raw: string;
}
