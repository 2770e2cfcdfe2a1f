import { readFileSync } from "node:fs";
import type { Caller } from "../../auth/authenticate.ts";
import type { Grant } from "../../auth/repository.ts";
import type { Schemas } from "../generated/schemas.ts";

const manifest = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as { version: string };

/** What the server is, and who asks: the key pair and its roles, for callers who have one. Clients call it as a ping. */
export function presentStatus(caller: Caller, grants: readonly Grant[]): Schemas["SystemStatus"] {
  const apiKey = {
    accessList: [],
    id: caller.principalId,
    publicKey: caller.name,
    roles: grants.map(({ scope, id, role }) => ({ [scope === "project" ? "groupId" : "orgId"]: id, roleName: role })),
  };
  return {
    apiKey: caller.name.startsWith("mdb_sa_id_") ? null : apiKey,
    appName: "MongoDB Atlas",
    build: manifest.version,
    throttling: false,
  };
}
