import { createHash } from "node:crypto";
import { entity } from "../answer.ts";
import { ApiError } from "../errors.ts";
import type { Schemas } from "../generated/schemas.ts";
import type { Operations } from "../operation.ts";
import { paths } from "../paths.ts";
import { requiredText } from "../query.ts";

/** A server of one's own has no address range in a cloud; this is the one that the clouds' documentation uses. */
const cidrBlock = "10.0.0.0/16";

/** `digits` of a base that stay the same for a project and purpose. */
function stable(projectId: string, purpose: string, base: 10 | 16, digits: number): string {
  const hash = createHash("sha256").update(`${projectId}:${purpose}`).digest("hex");
  return BigInt(`0x${hash}`).toString(base).slice(-digits).padStart(digits, "0");
}

/** The account of each cloud, as far as a server without clouds has one: stable, well-formed placeholders (admin-api.md 10.7). */
const accounts: ReadonlyMap<string, (projectId: string) => Schemas["AccountDetails"]> = new Map([
  [
    "aws",
    (id: string): Schemas["AccountDetails"] => ({
      awsAccountId: stable(id, "aws", 10, 12),
      cidrBlock,
      cloudProvider: "aws",
      vpcId: `vpc-${stable(id, "vpc", 16, 17)}`,
    }),
  ],
  [
    "azure",
    (id: string): Schemas["AccountDetails"] => ({
      azureSubscriptionId: stable(id, "azure", 16, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
      cidrBlock,
      cloudProvider: "azure",
      virtualNetworkName: `vnet_${id}`,
    }),
  ],
  [
    "gcp",
    (id: string): Schemas["AccountDetails"] => ({
      cidrBlock,
      cloudProvider: "gcp",
      gcpProjectId: `p-${stable(id, "gcp", 16, 20)}`,
      vpcNetworkName: `nt-${id}`,
    }),
  ],
]);

/** `accountDetails` (admin-api.md 5, 10.7). */
export function accountDetailsOperations(): Operations {
  return {
    async getGroupStreamAccountDetails({ project, query }) {
      const provider = requiredText(query, "cloudProvider");
      const region = requiredText(query, "regionName");
      const account = accounts.get(provider.toLowerCase());
      if (!account) throw new ApiError("INVALID_QUERY_PARAMETER", ["cloudProvider"]);
      if (!/^[A-Za-z0-9_-]{1,64}$/.test(region)) throw new ApiError("INVALID_QUERY_PARAMETER", ["regionName"]);
      return entity(paths.accountDetails(project.id), account(project.id));
    },
  };
}
