import { ApiError } from "./errors.ts";

/** A project's bucket (admin-api.md 4.2). */
const CAPACITY = 1200;
const REFILL = 500;
const REFILL_SECONDS = 60;
const MAX_BUCKETS = 10_000;

interface Bucket {
  tokens: number;
  at: number;
}

/** Counts requests by project. Whether an empty bucket refuses is the operator's choice; the headers are always sent. */
export class RateLimit {
  private readonly buckets = new Map<string, Bucket>();
  private readonly enforced: boolean;
  private readonly now: () => number;

  constructor(enforced: boolean, now: () => number = Date.now) {
    this.enforced = enforced;
    this.now = now;
  }

  /** Takes one request of a project and gives the headers to send. Throws RATE_LIMITED_TOKEN_BUCKET when it is too many. */
  take(projectId: string): Record<string, string> {
    const bucket = this.filled(projectId);
    const headers = {
      "RateLimit-Limit": String(CAPACITY),
      "RateLimit-Remaining": String(Math.max(0, Math.floor(bucket.tokens) - 1)),
    };
    if (bucket.tokens < 1 && this.enforced) {
      const wait = String(Math.ceil(((1 - bucket.tokens) * REFILL_SECONDS) / REFILL));
      const parameters = [projectId, wait, String(CAPACITY), String(REFILL), String(REFILL_SECONDS)];
      throw new ApiError("RATE_LIMITED_TOKEN_BUCKET", parameters, { ...headers, "Retry-After": wait });
    }
    bucket.tokens = Math.max(0, bucket.tokens - 1);
    return headers;
  }

  private filled(projectId: string): Bucket {
    const now = this.now();
    const bucket = this.buckets.get(projectId);
    if (bucket) {
      bucket.tokens = Math.min(CAPACITY, bucket.tokens + ((now - bucket.at) / 1000) * (REFILL / REFILL_SECONDS));
      bucket.at = now;
      return bucket;
    }
    if (this.buckets.size >= MAX_BUCKETS) this.buckets.clear();
    const full = { tokens: CAPACITY, at: now };
    this.buckets.set(projectId, full);
    return full;
  }
}
