import { list } from "../answer.ts";
import { ApiError } from "../errors.ts";
import type { Call, Operations } from "../operation.ts";
import { page, requiredText } from "../query.ts";
import { readBody } from "../read-body.ts";

/** VPC peering connections (admin-api.md 10.5). The other side, a cloud, creates them; a server without one has none. */
export function vpcPeeringOperations(): Operations {
  return {
    async listGroupStreamVpcPeeringConnections({ query }) {
      requiredText(query, "requesterAccountId");
      return list([], page(query), 0);
    },

    async listGroupStreamActiveVpcPeeringConnections({ query }) {
      return list([], page(query), 0);
    },

    async acceptGroupStreamVpcPeeringConnection(call) {
      if (!call.body) throw new ApiError("MALFORMED_JSON");
      readBody("VPCPeeringActionChallenge", call.body);
      throw notFound(call);
    },

    async rejectGroupStreamVpcPeeringConnection(call) {
      throw notFound(call);
    },

    async deleteGroupStreamVpcPeeringConnection(call) {
      throw notFound(call);
    },
  };
}

function notFound({ parameters }: Call): ApiError {
  return new ApiError("STREAM_VPC_PEERING_CONNECTION_NOT_FOUND", [parameters["id"]!]);
}
