import { ProcessorError } from "../errors.ts";
import type { OperatorState } from "./operator.ts";

/** State is measured again after this many bytes of input at least. */
const STEP = 8 * 1024 * 1024;

/**
 * Watches the size of the state. Measuring goes through all of it, so it is done when so much input has come that the
 * state may have grown by its own size, or by half of what is left to the limit.
 */
export class StateLimit {
  readonly #states: readonly OperatorState[];
  readonly #limit: number;
  #measured = 0;
  #nextAt = STEP;

  constructor(states: readonly OperatorState[], limit: number | undefined) {
    this.#states = states;
    this.#limit = limit ?? Number.POSITIVE_INFINITY;
  }

  /** Bytes of state now. */
  measure(): number {
    this.#measured = this.#states.reduce((total, state) => total + state.bytes(), 0);
    return this.#measured;
  }

  /** To be called between batches with the bytes of input so far. Throws 418 when the state is over the limit. */
  check(inputBytes: number): void {
    if (inputBytes < this.#nextAt || this.#limit === Number.POSITIVE_INFINITY) return;
    const bytes = this.measure();
    if (bytes > this.#limit) throw new ProcessorError(418, "user-fatal", "Worker out of memory");
    this.#nextAt = inputBytes + Math.max(STEP, Math.min(bytes, (this.#limit - bytes) / 2));
  }
}
