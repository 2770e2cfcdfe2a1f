import { beforeAll, expect, test } from "vitest";
import { exact } from "../testing/record.ts";
import { Decimal128, Double, ObjectId } from "../values/classes.ts";
import type { Value } from "../values/types.ts";
import { callFunction, loadJavaScript } from "./sandbox.ts";

beforeAll(loadJavaScript);

const through = (value: Value) => exact(callFunction("(value) => value", [value]));

test("values go in and come back; numbers come back as doubles", () => {
  for (const value of [
    "x",
    true,
    null,
    new Date(5),
    2n ** 60n,
    1.5,
    [1.5, ["x"]],
    { a: { b: null } },
    new ObjectId("5ab9cbfa31c2ab715d42129e"),
    Decimal128.fromString("1.10"),
  ]) {
    expect(through(value)).toBe(exact(value));
  }
  expect(through(5)).toBe(exact(new Double(5)));
  expect(through(Number.NaN)).toBe(exact(Number.NaN));
  expect(through(new Double(-0))).toBe(exact(new Double(-0)));
  expect(through(undefined)).toBe("missing");
  expect(through(JSON.parse('{"__proto__": {"x": true}, "constructor": "y"}'))).toBe(
    '{"__proto__":{"x":true},"constructor":"y"}',
  );
});

test("dates are JavaScript dates, large integers BigInt", () => {
  expect(callFunction("(d) => d.getUTCFullYear() + '/' + typeof 5n", [new Date(0)])).toBe("1970/bigint");
  expect(callFunction("(n) => n + 1n", [2n ** 60n])).toBe(2n ** 60n + 1n);
});

test("errors name what happened", () => {
  expect(() => callFunction("() => { throw new TypeError('no') }", [])).toThrow("$function threw TypeError: no");
  expect(() => callFunction("() => {", [])).toThrow("$function threw SyntaxError");
  expect(() => callFunction("5", [])).toThrow("is not a function");
});

test("a function that does not end is stopped, and the next call works", () => {
  expect(() => callFunction("() => { for (;;); }", [])).toThrow("$function took longer than 1000 ms");
  expect(callFunction("() => 'well'", [])).toBe("well");
});

test("a function that takes too much memory fails, and the next call works", () => {
  expect(() => callFunction("() => { const a = []; for (;;) a.push(new Array(1000).fill('x' + a.length)); }", [])).toThrow(
    "$function",
  );
  expect(callFunction("() => 'well'", [])).toBe("well");
});

test("nothing of the surroundings is seen", () => {
  const names = [
    "process",
    "require",
    "globalThis.fetch",
    "globalThis.setTimeout",
    "globalThis.console",
    "globalThis.os",
    "globalThis.std",
  ];
  for (const name of names) expect(callFunction(`() => typeof ${name}`, []), name).toBe("undefined");
  expect(() => callFunction("() => import('node:fs').then", [])).not.toThrow();
});

test("what a function leaves behind is not seen outside", () => {
  callFunction("() => { Object.prototype.polluted = 1; globalThis.x = 1; return 1 }", []);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
