import type { Schemas } from "../generated/schemas.ts";
import { type JsonObject, mergeJson } from "../json.ts";
import type { StoredConnection } from "./repository.ts";
import { divide } from "./secrets.ts";
import { kindOf } from "./types/index.ts";

/** A connection as it is shown: what was sent, minus secrets, plus id, state and region. */
export function presentConnection(connection: StoredConnection): Schemas["StreamsConnection"] {
  const { id, name, region, state, type } = connection;
  const kind = kindOf(type);
  const shown = mergeJson(connection.settings, shownSecrets(connection));
  const settings = kind.complete ? kind.complete(shown) : shown;
  return { ...settings, id, name, region, state, type } as Schemas["StreamsConnection"];
}

function shownSecrets(connection: StoredConnection): JsonObject {
  const kind = kindOf(connection.type);
  return divide({ ...kind, sealed: kind.sealed.filter((field) => field.shown) }, connection.secrets).secrets;
}
