/**
 * Start of the aligned window that holds `ts`: windows are `[start, start + interval)`, aligned to the UTC epoch plus the
 * offset (engine.md 5.3). Floor division, so that times before 1970 fall into the right window. All in milliseconds.
 */
export function windowStart(ts: number, interval: number, offset: number): number {
  return Math.floor((ts - offset) / interval) * interval + offset;
}
