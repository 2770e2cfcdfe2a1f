import { hash } from "./hash.ts";
import { hexHash } from "./hex-hash.ts";

/** Hash operators. */
export const hashes = [hash, hexHash];
