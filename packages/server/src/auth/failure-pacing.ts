import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

/** Who failed: where from, and as whom. */
export interface Attempt {
  address: string;
  /** The name or token that was given. */
  credential: string;
  /** It was good once, so nothing is guessed with it: the answer is not held back, and does not count for the address. */
  wasGood?: boolean;
}

interface Count {
  failures: number;
  at: number;
}

/** So many failures are answered at once; programs try a few times when they start. */
const FREE = { address: 20, credential: 5 };
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;
/** After so long without a failure everything is forgiven. */
const FORGET_MS = 10 * 60_000;
const MAX_COUNTS = 10_000;
/** More answers are not held back at a time; they would only cost memory. */
const MAX_WAITING = 256;

/**
 * Holds back the answers to repeated failures, by address and by credential. Whoever has the right secret is never held back, whatever
 * others did before under the same name or from the same address: nobody can be locked out. Memory is bounded.
 */
export class FailurePacing {
  private readonly now: () => number;
  private readonly sleep: (ms: number) => Promise<unknown>;
  /** Latest failure last. */
  private readonly counts = new Map<string, Count>();
  private waiting = 0;

  constructor(now: () => number = Date.now, sleep: (ms: number) => Promise<unknown> = (ms) => delay(ms)) {
    this.now = now;
    this.sleep = sleep;
  }

  /** Counts a failure. Resolves when its answer may be sent; with false if it is one of so many that they need not all be told of. */
  async failed({ address, credential, wasGood = false }: Attempt): Promise<boolean> {
    const ofAddress = wasGood ? 0 : this.count(address) - FREE.address;
    const excess = Math.max(ofAddress, this.count(keyOf(credential)) - FREE.credential);
    if (excess <= 0) return true;
    if (!wasGood && this.waiting < MAX_WAITING) {
      this.waiting += 1;
      await this.sleep(Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (excess - 1)));
      this.waiting -= 1;
    }
    return Number.isInteger(Math.log2(excess));
  }

  /** Forgets what failed under this name. */
  succeeded(credential: string): void {
    this.counts.delete(keyOf(credential));
  }

  private count(key: string): number {
    const now = this.now();
    const known = this.counts.get(key);
    const failures = known && now - known.at < FORGET_MS ? known.failures + 1 : 1;
    this.counts.delete(key);
    this.counts.set(key, { failures, at: now });
    if (this.counts.size > MAX_COUNTS) this.counts.delete(this.counts.keys().next().value!);
    return failures;
  }
}

/** No credential stays in memory, and none is longer than another; an address never looks like it. */
function keyOf(credential: string): string {
  return `#${createHash("sha256").update(credential).digest("base64")}`;
}
