import { hash } from "./hash.ts";
import { hexHash } from "./hex-hash.ts";
import { toHashedIndexKey } from "./to-hashed-index-key.ts";

/** Hash operators. */
export const hashes = [hash, hexHash, toHashedIndexKey];
