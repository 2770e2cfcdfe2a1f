import type { Node, NodeObject } from "./structure.ts";

/** Where the interface differs from what its document says, and why. Applied to the schemas before anything is generated. */
interface Amendment {
  why: string;
  apply(schemas: Record<string, NodeObject>): void;
}

const anything: NodeObject = {};
const readOnlyText: NodeObject = { type: "string", readOnly: true };

function properties(schemas: Record<string, NodeObject>, name: string): NodeObject {
  return (schemas[name]?.["properties"] ?? {}) as NodeObject;
}

const amendments: readonly Amendment[] = [
  {
    why: "S3 is missing from the list of connection types, although the discriminator has it",
    apply(schemas) {
      const type = properties(schemas, "StreamsConnection")["type"] as { enum: string[] };
      if (!type.enum.includes("S3")) type.enum.push("S3");
    },
  },
  {
    why: "alternatives of texts are declared as objects",
    apply(schemas) {
      Reflect.deleteProperty(schemas["BaseStreamsRegion"]!, "type");
    },
  },
  {
    why: "the schema is empty, but clients send a whole workspace (admin-api.md 9.2)",
    apply(schemas) {
      schemas["TenantWithSampleConnections"] = { ...schemas["StreamsTenant"]! };
    },
  },
  {
    why: "values of any JSON type are declared as objects",
    apply(schemas) {
      for (const name of ["StreamsProcessor", "StreamsModifyStreamProcessor", "StreamsProcessorWithStats"]) {
        properties(schemas, name)["pipeline"] = { "x-verbatim": true, type: "array", items: { type: "object" } };
      }
      properties(schemas, "StreamsProcessorWithStats")["stats"] = {
        type: "object",
        additionalProperties: anything,
        readOnly: true,
      };
      properties(schemas, "ApiError")["parameters"] = { type: "array", items: anything, nullable: true, readOnly: true };
      schemas["Document"] = { type: "object", additionalProperties: anything };
    },
  },
  {
    why: "names of projects have spaces, as in the service itself (Project 0)",
    apply(schemas) {
      (properties(schemas, "Group")["name"] as NodeObject)["pattern"] = "^[\\p{L}\\p{N}\\-_.(),:&@+' ]{1,64}$";
    },
  },
  {
    why: "clients of 2026 send autoscaling and read effectiveTier (admin-api.md 13.28)",
    apply(schemas) {
      const tier = properties(schemas, "StreamsProcessor")["tier"] as NodeObject;
      schemas["StreamsAutoscaling"] = {
        type: "object",
        properties: { enabled: { type: "boolean" }, minTier: { ...tier }, maxTier: { ...tier } },
        required: ["enabled"],
      };
      const autoscaling: Node = { $ref: "#/components/schemas/StreamsAutoscaling" };
      properties(schemas, "StreamsOptions")["autoscaling"] = autoscaling;
      properties(schemas, "StreamsModifyStreamProcessorOptions")["autoscaling"] = autoscaling;
      properties(schemas, "StreamsStartStreamProcessorWith")["autoscaling"] = autoscaling;
      properties(schemas, "StreamsProcessorWithStats")["effectiveTier"] = { ...tier, readOnly: true };
    },
  },
  {
    why: "the answer of create has a state, which clients ignore (admin-api.md 10.4)",
    apply(schemas) {
      properties(schemas, "StreamsProcessor")["state"] = readOnlyText;
    },
  },
  {
    why: "callers send back what they read; read-only fields are ignored (admin-api.md 13.10)",
    apply(schemas) {
      const shown = properties(schemas, "StreamsProcessorWithStats");
      for (const name of ["StreamsProcessor", "StreamsModifyStreamProcessor"]) {
        const known = properties(schemas, name);
        for (const field of ["_id", "state", "stats", "eligibleForFailover", "effectiveTier"]) {
          known[field] = { ...(shown[field] as NodeObject), readOnly: true };
        }
      }
      const update = properties(schemas, "StreamsTenantUpdateRequest");
      const tenant = properties(schemas, "StreamsTenant");
      for (const field of ["_id", "groupId", "hostnames", "connections"]) update[field] = tenant[field]!;
    },
  },
  {
    why: "the update of a workspace also comes in the shape of a workspace (admin-api.md 8.4, 13.10)",
    apply(schemas) {
      const update = properties(schemas, "StreamsTenantUpdateRequest");
      update["name"] = { type: "string" };
      update["dataProcessRegion"] = {
        type: "object",
        properties: { cloudProvider: update["cloudProvider"]!, region: update["region"]! },
      };
    },
  },
  {
    why: "the SDK of 2024-05-30 has the dead letter queue at the top (admin-api.md 8.4)",
    apply(schemas) {
      properties(schemas, "StreamsProcessor")["dlq"] = { $ref: "#/components/schemas/StreamsDLQ" };
    },
  },
  {
    why: "a definition may name the field that takes stream metadata (engine.md 1.1)",
    apply(schemas) {
      for (const name of ["StreamsOptions", "StreamsModifyStreamProcessorOptions"]) {
        properties(schemas, name)["streamMetaFieldName"] = { type: "string" };
      }
    },
  },
  {
    why: "an empty object takes the dead letter queue away again (engine.md 1.5), so its fields cannot be required by the schema",
    apply(schemas) {
      (schemas["StreamsDLQ"] as NodeObject)["nullable"] = true;
    },
  },
];

/** The schemas as this server implements them. The argument is not changed. */
export function amend(schemas: Record<string, NodeObject>): Record<string, NodeObject> {
  const copy = structuredClone(schemas);
  for (const amendment of amendments) amendment.apply(copy);
  return copy;
}
