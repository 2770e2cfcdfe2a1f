import { encodeValue } from "@millrace/mql";
import { expect, test } from "vitest";
import { closedKey, entryKey, readEntries, windowKey } from "./state-entries.ts";

test("entries find their windows again, whatever a group key contains", () => {
  const end = 1_767_600_000_000;
  const keys = ["s", "sa/b/c", "n5", "s\0{", "si", "swürde"];
  const { expired, closed, windows } = readEntries([
    ...keys.map((key) => ({ key: entryKey(end, key), value: encodeValue(key) })),
    { key: closedKey, value: encodeValue({ expired: -5, closed: 7 }) },
    { key: windowKey(end), value: encodeValue({ opened: 3, since: { a: 1 } }) },
    { key: entryKey(-300_000, "n1"), value: encodeValue(1) },
  ]);
  expect([expired, closed]).toEqual([-5, 7]);
  expect(windows.get(end)).toEqual({ opened: 3, since: { a: 1 }, values: keys });
  expect(windows.get(-300_000)).toEqual({ opened: 0, since: {}, values: [1] });
});

test("without entries nothing is closed", () => {
  expect(readEntries([])).toMatchObject({ expired: Number.NEGATIVE_INFINITY, closed: Number.NEGATIVE_INFINITY });
});

test("the key group is one of 256, and spreads", () => {
  const groups = new Set(Array.from({ length: 5000 }, (_, i) => entryKey(0, `s${i}`).slice(2, 4)));
  expect(groups.size).toBe(256);
});
