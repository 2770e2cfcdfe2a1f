import fc from "fast-check";
import { expect, test } from "vitest";
import { nearestQuotient } from "./decimal-fraction.ts";

test("gives what JavaScript reads, or leaves it undecided", () => {
  const digits = fc.tuple(fc.nat(9_999_999_999), fc.nat(999_999_999), fc.nat(19));
  let undecided = 0;
  fc.assert(
    fc.property(digits, ([high, low, places]) => {
      const nearest = nearestQuotient(high, 1e9, low, 10 ** places);
      if (Number.isNaN(nearest)) undecided += 1;
      else expect(nearest).toBe(Number(`${high}${String(low).padStart(9, "0")}e-${places}`));
    }),
    { numRuns: 2000 },
  );
  expect(undecided).toBeLessThan(20);
});

test("doubles in their shortest spelling", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (number) => {
      const [whole = "", fraction = ""] = number.toString().split(".");
      const all = (whole + fraction).padStart(10, "0");
      if (all.length > 19) return;
      const split = Math.max(all.length - 9, 1);
      const nearest = nearestQuotient(
        Number(all.slice(0, split)),
        10 ** (all.length - split),
        Number(all.slice(split)),
        10 ** fraction.length,
      );
      expect(Number.isNaN(nearest) || nearest === number, number.toString()).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test("halfway between two doubles it does not guess", () => {
  // 2^53 + 1 and 2^53 + 3 lie exactly between two doubles: even wins, or it is left undecided.
  for (const [high, low, even] of [
    [9_007_199, 254_740_993, 2 ** 53],
    [9_007_199, 254_740_995, 2 ** 53 + 4],
  ] as const) {
    const nearest = nearestQuotient(high, 1e9, low, 1);
    expect(Number.isNaN(nearest) || nearest === even).toBe(true);
  }
});
