import type { Secrets } from "../../secrets/secrets.ts";
import { isUniqueViolation } from "../../store/errors.ts";
import type { Database } from "../../store/schema.ts";
import { insertConnection } from "../connections/repository.ts";
import { ApiError, invalid } from "../errors.ts";
import type { Schemas } from "../generated/schemas.ts";
import { emptyObject } from "../json.ts";
import { checkName } from "../names.ts";
import { checkStatus, type LifecycleDeps, setAllStates } from "../processors/lifecycle.ts";
import { listProcessors } from "../processors/repository.ts";
import { isIdle } from "../processors/service.ts";
import { checkRegion, sameRegion } from "./regions.ts";
import {
  deleteWorkspace,
  findWorkspaceByName,
  hasProcessors,
  insertWorkspace,
  type Region,
  type StoredWorkspace,
  updateWorkspace,
} from "./repository.ts";
import { checkTier, DEFAULT_TIER, isLarger } from "./tiers.ts";

export interface WorkspaceDeps extends LifecycleDeps {
  secrets: Secrets;
}

/** Words that share a path level with workspace names (admin-api.md 3.2). */
const reserved: ReadonlySet<string> = new Set([
  "accountDetails",
  "activeVpcPeeringConnections",
  "privateLinkConnections",
  "vpcPeeringConnections",
]);

const SOLAR = "sample_stream_solar";

/** The workspace of that name. Throws STREAM_TENANT_NOT_FOUND_FOR_NAME. */
export async function requireWorkspace(db: Database, projectId: string, name: string): Promise<StoredWorkspace> {
  const workspace = await findWorkspaceByName(db, projectId, name);
  if (!workspace) throw new ApiError("STREAM_TENANT_NOT_FOUND_FOR_NAME", [projectId, name]);
  return workspace;
}

/** Creates a workspace, with the sample connection where it is asked for, both or neither. */
export async function createWorkspace(
  deps: WorkspaceDeps,
  projectId: string,
  body: Schemas["StreamsTenant"],
  withSample: boolean,
): Promise<StoredWorkspace> {
  const { name, dataProcessRegion, failoverRegions = [], streamConfig } = body;
  if (name === undefined) throw new ApiError("MISSING_ATTRIBUTE", ["name"]);
  if (dataProcessRegion === undefined) throw new ApiError("MISSING_ATTRIBUTE", ["dataProcessRegion"]);
  checkName("workspace", name);
  if (reserved.has(name)) throw invalid(`the workspace name ${name} is reserved`);
  checkRegion(dataProcessRegion);
  checkFailoverRegions(failoverRegions, dataProcessRegion);
  const maxTier = streamConfig?.maxTierSize;
  const tier = streamConfig?.tier ?? (isLarger(DEFAULT_TIER, maxTier) ? maxTier! : DEFAULT_TIER);
  checkTier(tier, maxTier);
  try {
    return await deps.db.transaction().execute(async (trx) => {
      const workspace = await insertWorkspace(trx, projectId, { name, ...dataProcessRegion, tier, maxTier, failoverRegions });
      if (withSample || body.sampleConnections?.solar) {
        const sample = { name: SOLAR, type: "Sample", region: workspace.region, settings: emptyObject(), secrets: emptyObject() };
        await insertConnection(trx, deps.secrets, workspace.id, sample);
      }
      return workspace;
    });
  } catch (error) {
    throw isUniqueViolation(error) ? new ApiError("STREAM_TENANT_ALREADY_EXISTS_FOR_NAME", [name, projectId]) : error;
  }
}

function checkFailoverRegions(regions: readonly Region[], primary: Region): void {
  for (const [index, region] of regions.entries()) {
    checkRegion(region);
    if (region.cloudProvider !== primary.cloudProvider)
      throw invalid("failoverRegions must have the cloud provider of the workspace");
    if (sameRegion(region, primary)) throw invalid("failoverRegions must not contain the region of the workspace");
    if (regions.findIndex((other) => sameRegion(other, region)) < index)
      throw invalid("failoverRegions must not name a region twice");
  }
}

/** Changes what the body names (admin-api.md 10.1), then acts on the processors if it asks for that. */
export async function changeWorkspace(
  deps: WorkspaceDeps,
  projectId: string,
  name: string,
  body: Schemas["StreamsTenantUpdateRequest"],
): Promise<StoredWorkspace> {
  if (body.processorStatus) checkStatus(body.processorStatus);
  if (body.name !== undefined && body.name !== name) throw new ApiError("ATTRIBUTE_READ_ONLY", ["name"]);
  const workspace = await deps.db.transaction().execute(async (trx) => {
    const before = await requireWorkspace(trx, projectId, name);
    const after = changed(before, body);
    if (!sameRegion(before, after)) {
      const processors = await listProcessors(trx, before.id);
      if (!processors.every(({ id }) => isIdle(deps.runtime, id))) {
        throw new ApiError("STREAM_TENANT_HAS_STREAM_PROCESSORS", [name]);
      }
    }
    await updateWorkspace(trx, after);
    return after;
  });
  if (body.processorStatus) await setAllStates(deps, workspace, body.processorStatus);
  return workspace;
}

function changed(before: StoredWorkspace, body: Schemas["StreamsTenantUpdateRequest"]): StoredWorkspace {
  const { dataProcessRegion, streamConfig } = body;
  const cloudProvider = body.cloudProvider ?? dataProcessRegion?.cloudProvider ?? before.cloudProvider;
  const region = body.region ?? dataProcessRegion?.region ?? before.region;
  const after = { ...before, cloudProvider, region };
  checkRegion(after);
  if (body.failoverRegions) after.failoverRegions = newFailoverRegions(before, after, body.failoverRegions);
  else checkFailoverRegions(before.failoverRegions, after);
  if (streamConfig === null) Object.assign(after, { tier: DEFAULT_TIER, maxTier: undefined });
  if (streamConfig) {
    after.tier = streamConfig.tier ?? before.tier;
    after.maxTier = streamConfig.maxTierSize === null ? undefined : (streamConfig.maxTierSize ?? before.maxTier);
    checkTier(after.tier, after.maxTier);
  }
  return after;
}

/** Failover regions are written once, and not together with a move (admin-api.md 9.2). */
function newFailoverRegions(before: StoredWorkspace, after: StoredWorkspace, regions: Region[]): Region[] {
  if (!sameRegion(before, after)) throw invalid("failoverRegions cannot be set together with another region");
  const known = before.failoverRegions;
  const same = known.length === regions.length && known.every((region, index) => sameRegion(region, regions[index]!));
  if (known.length > 0 && !same) throw invalid("failoverRegions cannot be changed once they are set");
  checkFailoverRegions(regions, after);
  return regions;
}

/** Removes a workspace with its connections. Refused while it has processors, running or not (admin-api.md 13.22). */
export async function removeWorkspace(db: Database, projectId: string, name: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const workspace = await requireWorkspace(trx, projectId, name);
    if (await hasProcessors(trx, workspace.id)) throw new ApiError("STREAM_TENANT_HAS_STREAM_PROCESSORS", [name]);
    await deleteWorkspace(trx, workspace.id);
  });
}
