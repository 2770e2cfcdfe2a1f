import { kinds } from "./kinds.ts";

/** A value at run time: source text without effects that may be written any number of times (a name, a literal), and what is known of it. */
export interface Atom {
  readonly js: string;
  /** The representations it may have. */
  readonly kinds: number;
  /** An object or array that nothing else refers to yet. */
  readonly fresh: boolean;
}

export function atom(js: string, possible: number = kinds.any, fresh = false): Atom {
  return { js, kinds: possible, fresh };
}

/** Whether the value certainly has one of these representations. */
export function always(value: Atom, possible: number): boolean {
  return (value.kinds & ~possible) === 0;
}

/** Whether the value may have one of these representations. */
export function mayBe(value: Atom, possible: number): boolean {
  return (value.kinds & possible) !== 0;
}
