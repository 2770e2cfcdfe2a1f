import { bitAnd } from "./bit-and.ts";
import { bitNot } from "./bit-not.ts";
import { bitOr } from "./bit-or.ts";
import { bitXor } from "./bit-xor.ts";

/** Bitwise operators. */
export const bitwise = [bitAnd, bitNot, bitOr, bitXor];
