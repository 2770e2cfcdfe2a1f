/** A resource profile (engine.md 11). */
export interface Tier {
  name: string;
  memoryMb: number;
  /** Several processors of such a tier share an executor (design 7). */
  shared: boolean;
}

/** From the smallest to the largest. */
const tiers: readonly Tier[] = [
  { name: "SP2", memoryMb: 512, shared: true },
  { name: "SP5", memoryMb: 1_024, shared: true },
  { name: "SP10", memoryMb: 2_048, shared: false },
  { name: "SP30", memoryMb: 8_192, shared: false },
  { name: "SP50", memoryMb: 32_768, shared: false },
];

export function findTier(name: string): Tier | undefined {
  return tiers.find((tier) => tier.name === name);
}

/** Whether the first tier is a larger one than the second. */
export function isAbove(tier: Tier, limit: Tier): boolean {
  return tiers.indexOf(tier) > tiers.indexOf(limit);
}

/** Window and operator state may take so much of a tier's memory (engine.md 1.7, 11). */
export const STATE_SHARE = 0.8;
