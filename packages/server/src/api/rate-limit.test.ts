import { expect, test } from "vitest";
import type { ApiError } from "./errors.ts";
import { RateLimit } from "./rate-limit.ts";

// admin-api.md 4.2: a bucket a project, capacity 1200, refill 500 every 60 seconds

const left = (headers: Record<string, string>) => Number(headers["RateLimit-Remaining"]);

test("each request takes one, and time refills up to the capacity", () => {
  let now = 0;
  const limit = new RateLimit(false, () => now);
  expect(limit.take("a")).toEqual({ "RateLimit-Limit": "1200", "RateLimit-Remaining": "1199" });
  expect([left(limit.take("a")), left(limit.take("b"))]).toEqual([1198, 1199]);
  for (let i = 0; i < 998; i++) limit.take("a");
  now += 12_000;
  expect(left(limit.take("a"))).toBe(299);
  now += 3_600_000;
  expect(left(limit.take("a"))).toBe(1199);
});

test("an empty bucket refuses only where that is configured, and says when to come back", () => {
  let now = 0;
  const [lenient, strict] = [new RateLimit(false, () => now), new RateLimit(true, () => now)];
  for (let i = 0; i < 1200; i++) {
    lenient.take("a");
    strict.take("a");
  }
  expect(left(lenient.take("a"))).toBe(0);
  const refused = (() => {
    try {
      strict.take("a");
    } catch (error) {
      return error as ApiError;
    }
  })();
  expect([refused?.status, refused?.code, refused?.headers["Retry-After"]]).toEqual([429, "RATE_LIMITED_TOKEN_BUCKET", "1"]);
  expect(refused?.message).toBe(
    "Rate limit exceeded for a. Please retry after 1 seconds. Request capacity: 1200. Refill rate: 500 per 60 seconds.",
  );
  expect(left(strict.take("b"))).toBe(1199);
  now += 1_000;
  expect(left(strict.take("a"))).toBe(7);
});
