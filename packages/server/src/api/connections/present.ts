import type { Schemas } from "../generated/schemas.ts";
import { type JsonObject, mergeJson } from "../json.ts";
import type { StoredConnection } from "./repository.ts";
import { divide } from "./secrets.ts";
import { kindOf } from "./types/index.ts";
import type { ConnectionKind } from "./types/kind.ts";

/** A connection, or the failover connection of one. */
type Presentable = Omit<StoredConnection, "workspaceId">;

/** A connection as it is shown: what was sent, minus secrets, plus id, state and region. */
export function presentConnection(connection: Presentable): Schemas["StreamsConnection"] {
  const { id, name, region, state, type } = connection;
  const kind = kindOf(type);
  const shown = kind.sealed.some((field) => field.shown)
    ? mergeJson(connection.settings, shownSecrets(kind, connection))
    : connection.settings;
  const settings = kind.complete ? kind.complete(shown) : shown;
  return { ...settings, id, name, region, state, type } as Schemas["StreamsConnection"];
}

function shownSecrets(kind: ConnectionKind, connection: Presentable): JsonObject {
  return divide({ ...kind, sealed: kind.sealed.filter((field) => field.shown) }, connection.secrets).secrets;
}
