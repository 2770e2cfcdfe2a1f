import { findTier, isAbove } from "../../supervisor/tiers.ts";
import { ApiError, invalid } from "../errors.ts";

/** The tier of a workspace that names none (admin-api.md 13.12). */
export const DEFAULT_TIER = "SP30";

/** Throws VALIDATION_ERROR when a tier is larger than the workspace allows. */
export function checkTier(tier: string, maxTier: string | undefined): void {
  if (isLarger(tier, maxTier)) throw invalid(`tier ${tier} exceeds maxTierSize ${maxTier}`);
}

export function isLarger(tier: string, maxTier: string | undefined): boolean {
  const [wanted, limit] = [findTier(tier), maxTier === undefined ? undefined : findTier(maxTier)];
  if (!wanted) throw new ApiError("INVALID_ENUM_VALUE", [tier]);
  return limit !== undefined && isAbove(wanted, limit);
}
