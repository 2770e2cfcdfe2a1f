import { ApiError } from "../errors.ts";
import { schemas } from "../generated/schemas.ts";
import type { Region } from "./repository.ts";

/** Regions of each provider (admin-api.md 9.2). */
const regionsOf: Readonly<Record<string, readonly unknown[]>> = {
  AWS: schemas.ApiStreamsAWSRegionView.enum!,
  AZURE: schemas.ApiStreamsAzureRegionView.enum!,
  GCP: schemas.ApiStreamsGCPRegionView.enum!,
};

/** Throws INVALID_PROVIDER or INVALID_REGION unless workspaces can be there. */
export function checkRegion({ cloudProvider, region }: Region): void {
  if (!Object.hasOwn(regionsOf, cloudProvider)) throw new ApiError("INVALID_PROVIDER", [cloudProvider]);
  if (!regionsOf[cloudProvider]!.includes(region)) throw new ApiError("INVALID_REGION", [region, cloudProvider]);
}

export function sameRegion(one: Region, other: Region): boolean {
  return one.cloudProvider === other.cloudProvider && one.region === other.region;
}
