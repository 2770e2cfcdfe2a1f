import type { ErrorClass } from "@millrace/engine";
import { expect, test } from "vitest";
import { RestartPolicy } from "./restart-policy.ts";

const seconds = (n: number) => n * 1_000;

/** Delays in seconds of attempts that all fail at once, until the policy gives up or `limit` is reached; `at`: when it gave up. */
function failing(policy: RestartPolicy, errorClass: ErrorClass, limit = 100): { delays: number[]; at: number | undefined } {
  const delays: number[] = [];
  let now = 0;
  for (let n = 0; n < limit; n++) {
    const decision = policy.failed(errorClass, now, undefined);
    if (decision.kind === "fail") return { delays, at: now / 1_000 };
    delays.push(decision.delayMs / 1_000);
    now += decision.delayMs;
  }
  return { delays, at: undefined };
}

test("user errors are retried after 1, 2, 4 … 60 s and given up five minutes after the first", () => {
  expect(failing(new RestartPolicy(), "user-retryable")).toEqual({ delays: [1, 2, 4, 8, 16, 32, 60, 60, 60, 57], at: 300 });
});

test("internal errors are retried for ever, at least every minute", () => {
  const { delays, at } = failing(new RestartPolicy(), "internal", 1_000);
  expect(at).toBeUndefined();
  expect(delays.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  expect(delays.at(-1)).toBe(60);
});

test("a fatal error is never retried", () => {
  expect(failing(new RestartPolicy(), "user-fatal")).toEqual({ delays: [], at: 0 });
});

test("a run of five minutes without failure begins a new streak", () => {
  const policy = new RestartPolicy();
  policy.failed("user-retryable", 0, undefined);
  policy.failed("user-retryable", seconds(1), undefined);
  expect(policy.failed("user-retryable", seconds(303), seconds(3))).toEqual({ kind: "retry", delayMs: 1_000 });
});

test("a shorter run goes on with the streak", () => {
  const policy = new RestartPolicy();
  policy.failed("user-retryable", 0, undefined);
  policy.failed("user-retryable", seconds(1), undefined);
  expect(policy.failed("user-retryable", seconds(302), seconds(3))).toEqual({ kind: "fail" });
});

test("five minutes of internal errors do not use up the time of user errors", () => {
  const policy = new RestartPolicy();
  policy.failed("internal", 0, undefined);
  policy.failed("internal", seconds(400), undefined);
  expect(policy.failed("user-retryable", seconds(401), undefined)).toEqual({ kind: "retry", delayMs: 4_000 });
});
