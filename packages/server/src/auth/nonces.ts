import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** What a request's nonce is worth. */
export type NonceUse = "accepted" | "stale";

const LIFETIME_MS = 5 * 60_000;
const TIME_BYTES = 6;
const SEED_BYTES = TIME_BYTES + 4;
const NONCE_BYTES = 24;

/** Nonces of HTTP Digest: 32 base64 characters that carry their time and a signature, so that unused ones cost no memory. */
export class Nonces {
  private readonly key = randomBytes(32);
  private readonly now: () => number;
  /** Highest `nc` of each nonce that a caller with the right key has used, oldest use first. */
  private readonly counts = new Map<string, number>();

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  issue(): string {
    const seed = Buffer.alloc(SEED_BYTES);
    seed.writeUIntBE(this.now(), 0, TIME_BYTES);
    randomBytes(SEED_BYTES - TIME_BYTES).copy(seed, TIME_BYTES);
    return Buffer.concat([seed, this.sign(seed)]).toString("base64");
  }

  /** Takes one use of a nonce: it must be ours, young enough, and its count must have risen. Call only after the digest was found right. */
  use(nonce: string, count: number): NonceUse {
    this.forgetOld();
    if (!this.isFresh(nonce) || count <= (this.counts.get(nonce) ?? 0)) return "stale";
    this.counts.set(nonce, count);
    return "accepted";
  }

  private isFresh(nonce: string): boolean {
    const bytes = Buffer.from(nonce, "base64");
    if (bytes.length !== NONCE_BYTES || bytes.toString("base64") !== nonce) return false;
    const seed = bytes.subarray(0, SEED_BYTES);
    return timingSafeEqual(bytes.subarray(SEED_BYTES), this.sign(seed)) && this.isYoung(seed);
  }

  private isYoung(seed: Buffer): boolean {
    return this.now() - seed.readUIntBE(0, TIME_BYTES) < LIFETIME_MS;
  }

  private sign(seed: Buffer): Buffer {
    return createHmac("sha256", this.key)
      .update(seed)
      .digest()
      .subarray(0, NONCE_BYTES - SEED_BYTES);
  }

  /** The map keeps insertion order and nonces live equally long, so old ones are near the front. */
  private forgetOld(): void {
    for (const nonce of this.counts.keys()) {
      if (this.isYoung(Buffer.from(nonce, "base64"))) return;
      this.counts.delete(nonce);
    }
  }
}
