import type { GroupEntry } from "@millrace/mql";
import { expect, test } from "vitest";
import { type Groups, isFull, ShardedGroups } from "./group-map.ts";

const entry = (key: string): GroupEntry => ({ key, id: key, seq: 0, changed: true, bytes: 1 });

test("entries beyond the size of one map are found, replaced and removed, in order of insertion", () => {
  const first: Groups = new Map([["a", entry("a")]]);
  const sharded = new ShardedGroups(first, 2);
  for (const key of ["b", "c", "d", "e"]) sharded.set(key, entry(key));
  expect(sharded.size).toBe(5);
  expect([...sharded.values()].map(({ key }) => key)).toEqual(["a", "b", "c", "d", "e"]);
  const other = entry("c");
  sharded.set("c", other);
  expect(sharded.size).toBe(5);
  expect(sharded.get("c")).toBe(other);
  expect(sharded.has("e")).toBe(true);
  expect(sharded.delete("a")).toBe(true);
  expect(sharded.get("a")).toBeUndefined();
  expect(sharded.delete("a")).toBe(false);
  sharded.clear();
  expect(sharded.size).toBe(0);
});

test("a sharded map is never full", () => {
  expect(isFull(new ShardedGroups(new Map()))).toBe(false);
  expect(isFull(new Map())).toBe(false);
});
