import { expect, test } from "vitest";
import { awkwardNames, documentOf } from "../testing/arbitrary-values.ts";
import { getOwn, isPrototypeName, setOwn } from "./names.ts";

test.each(awkwardNames)("a field may be called %j", (name) => {
  expect(getOwn({}, name)).toBeUndefined();
  const doc = {};
  setOwn(doc, name, "x");
  expect(Object.keys(doc)).toEqual([name]);
  expect(getOwn(doc, name)).toBe("x");
  expect(Object.getPrototypeOf(doc)).toBe(Object.prototype);
  expect(getOwn(documentOf([[name, { inner: 1 }]]), name)).toEqual({ inner: 1 });
  setOwn(doc, name, "y");
  expect(getOwn(doc, name)).toBe("y");
});

test("isPrototypeName knows what every object answers to", () => {
  expect(["__proto__", "constructor", "toString", "hasOwnProperty"].every(isPrototypeName)).toBe(true);
  expect(["length", "a", "", "toJSON"].some(isPrototypeName)).toBe(false);
});
