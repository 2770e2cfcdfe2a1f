/** How much memory a value that is kept costs, roughly. */
import { Binary } from "../values/classes.ts";
import type { Value } from "../values/types.ts";

/** Bytes on the heap, estimated: strings as UTF-16, containers with their slots. */
export function heapBytes(value: Value): number {
  switch (typeof value) {
    case "string":
      return 24 + 2 * value.length;
    case "bigint":
      return 24;
    case "object": {
      if (value === null) return 0;
      if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + 8 + heapBytes(item), 32);
      if (Object.getPrototypeOf(value) !== Object.prototype) return value instanceof Binary ? 64 + value.length() : 64;
      let bytes = 32;
      for (const item of Object.values(value)) bytes += 8 + heapBytes(item as Value);
      return bytes;
    }
    default:
      return 8;
  }
}
