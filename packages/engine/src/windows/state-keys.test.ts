import { expect, test } from "vitest";
import { entryKey, idleKey, parseKey, windowKey } from "./state-keys.ts";

test("keys are told apart again, whatever a group key contains", () => {
  expect(parseKey(idleKey)).toEqual({ kind: "idle" });
  expect(parseKey(windowKey(-300_000))).toEqual({ kind: "window", end: -300_000 });
  for (const key of ["s", "sa/b/c", "n5", "s\0{", "si", "swürde"]) {
    expect(parseKey(entryKey(1_767_600_000_000, key))).toEqual({ kind: "entry", end: 1_767_600_000_000 });
  }
});

test("the key group is one of 256, and spreads", () => {
  const groups = new Set(Array.from({ length: 5000 }, (_, i) => entryKey(0, `s${i}`).slice(2, 4)));
  expect(groups.size).toBe(256);
});
