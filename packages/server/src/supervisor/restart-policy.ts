import type { ErrorClass } from "@millrace/engine";

const SECOND = 1_000;
const FIRST_DELAY = 1 * SECOND;
const LONGEST_DELAY = 60 * SECOND;
/** How long a streak of user errors may last, and how long a run without failure must be to end a streak. */
const STREAK = 300 * SECOND;

/** What follows a failure. */
export type Decision = { kind: "retry"; delayMs: number } | { kind: "fail" };

/**
 * When a processor that ran is started again (engine.md 1.7): after 1, 2, 4, … 60 s; user errors for five minutes
 * since the first one of the streak (the last attempt is then), internal errors for ever, fatal ones never.
 */
export class RestartPolicy {
  #failures = 0;
  #firstUserError: number | undefined;

  /**
   * @param now when it failed, milliseconds
   * @param ranSince when the failed run had begun to run; undefined if it never did
   */
  failed(errorClass: ErrorClass, now: number, ranSince: number | undefined): Decision {
    if (errorClass === "user-fatal") return { kind: "fail" };
    if (ranSince !== undefined && now - ranSince >= STREAK) {
      this.#failures = 0;
      this.#firstUserError = undefined;
    }
    const delayMs = Math.min(FIRST_DELAY * 2 ** Math.min(this.#failures++, 10), LONGEST_DELAY);
    if (errorClass === "internal") return { kind: "retry", delayMs };
    this.#firstUserError ??= now;
    const left = this.#firstUserError + STREAK - now;
    return left <= 0 ? { kind: "fail" } : { kind: "retry", delayMs: Math.min(delayMs, left) };
  }
}
