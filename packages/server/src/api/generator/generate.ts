import { amend } from "./amendments.ts";
import { emitOperations, emitSchemas } from "./emit.ts";
import { flatten } from "./flatten.ts";
import type { NodeObject } from "./structure.ts";

/** Texts of the files in `generated/`. */
export interface Generated {
  "operations.ts": string;
  "schemas.ts": string;
}

/** What follows from the structure of the OpenAPI document. */
export function generate(structure: NodeObject): Generated {
  const { schemas } = structure["components"] as { schemas: Record<string, NodeObject> };
  return {
    "operations.ts": emitOperations(structure),
    "schemas.ts": emitSchemas(flatten(amend(schemas))),
  };
}
