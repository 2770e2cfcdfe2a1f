import type { Schemas } from "../generated/schemas.ts";
import type { Region, StoredWorkspace } from "./repository.ts";

/** A workspace as it is shown. `host`: where its shell endpoint listens, since this server hosts it itself (admin-api.md 9.2). */
export function presentWorkspace(
  workspace: StoredWorkspace,
  host: string,
  connections?: Schemas["StreamsConnection"][],
): Schemas["StreamsTenant"] {
  return {
    _id: workspace.id,
    connections,
    dataProcessRegion: presentRegion(workspace),
    failoverRegions: workspace.failoverRegions.map(presentRegion),
    groupId: workspace.projectId,
    hostnames: [host],
    name: workspace.name,
    streamConfig: {
      maxTierSize: workspace.maxTier as Tier | undefined,
      tier: workspace.tier as Tier,
    },
  };
}

type Tier = NonNullable<NonNullable<Schemas["StreamConfig"]>["tier"]>;

function presentRegion({ cloudProvider, region }: Region): Schemas["StreamsDataProcessRegion"] {
  return { cloudProvider, region } as Schemas["StreamsDataProcessRegion"];
}
