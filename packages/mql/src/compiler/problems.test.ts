import { expect, test } from "vitest";
import { below, nearest, Problems } from "./problems.ts";

test("pointers escape slashes and tildes", () => {
  expect(below("/0", "a/b~c")).toBe("/0/a~1b~0c");
  expect(below("", 3)).toBe("/3");
});

test.each([
  ["$grop", "$group"],
  ["$GROUP", "$group"],
  ["$gorup", "$group"],
  ["$sum", undefined],
  ["$x", undefined],
])("the name nearest to %s is %s", (name, expected) => {
  expect(nearest(name, ["$group", "$project", "$unwind"])).toBe(expected);
});

test("of two names equally near the first is taken", () => {
  expect(nearest("$lte1", ["$lte2", "$lte3"])).toBe("$lte2");
});

test("a suggestion stands in the message too", () => {
  const problems = new Problems();
  problems.shape("/a", "Unknown.", "b");
  problems.illegal("/c", "Not so.");
  expect(problems.result(() => 1)).toEqual({
    ok: false,
    problems: [
      { code: 9, pointer: "/a", message: "Unknown. Did you mean b?", suggestion: "b" },
      { code: 72, pointer: "/c", message: "Not so." },
    ],
  });
});
