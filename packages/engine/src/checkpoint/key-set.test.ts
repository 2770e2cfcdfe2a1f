import { expect, test } from "vitest";
import { KeySet } from "./key-set.ts";

test("behaves as one set beyond the size of its parts", () => {
  const keys = new KeySet(3);
  expect(["a", "b", "a", "c", "d", "b", "d", "e", "f", "g", "a"].map((key) => keys.add(key))).toEqual([
    true,
    true,
    false,
    true,
    true,
    false,
    false,
    true,
    true,
    true,
    false,
  ]);
  expect(["a", "d", "g", "h"].map((key) => keys.has(key))).toEqual([true, true, true, false]);
});
