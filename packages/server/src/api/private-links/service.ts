import type { DefNode } from "@millrace/mql";
import type { Database } from "../../store/schema.ts";
import { at } from "../connections/types/kind.ts";
import { ApiError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { readBody } from "../read-body.ts";
import {
  connectionsMentioning,
  deletePrivateLink,
  findPrivateLink,
  insertPrivateLink,
  listPrivateLinks,
  type StoredPrivateLink,
  updatePrivateLink,
} from "./repository.ts";
import { checkPrivateLink, targetOf, withoutEmptyTexts } from "./vendors.ts";

export interface PrivateLinkDeps {
  db: Database;
  now(): number;
}

/** How long a private link stays IDLE before it is DONE. There is no cloud to wait for; clients still expect to see the way. */
const SETTLE_MS = 1_000;

/** Where a private link is. A function of time, so that it goes on over restarts (admin-api.md 10.5). */
export function stateOf(link: StoredPrivateLink, now: number): "IDLE" | "DONE" {
  return now - link.changedAt.getTime() < SETTLE_MS ? "IDLE" : "DONE";
}

/** The project's private link of that id. Throws STREAM_PRIVATE_LINK_NOT_FOUND. */
export async function requirePrivateLink(db: Database, projectId: string, id: string): Promise<StoredPrivateLink> {
  const link = await findPrivateLink(db, projectId, id);
  if (!link) throw new ApiError("STREAM_PRIVATE_LINK_NOT_FOUND", [id]);
  return link;
}

/** Stores a private link. Throws STREAM_PRIVATE_LINK_ALREADY_EXISTS when another one leads to the same place. */
export async function createPrivateLink(deps: PrivateLinkDeps, projectId: string, body: DefNode): Promise<StoredPrivateLink> {
  const settings = withoutEmptyTexts(readBody("StreamsPrivateLinkConnection", body) as unknown as JsonObject);
  if (settings["provider"] === undefined) throw new ApiError("MISSING_ATTRIBUTE", ["provider"]);
  checkPrivateLink(settings);
  return deps.db.transaction().execute(async (trx) => {
    const same = (await listPrivateLinks(trx, projectId)).find((other) => targetOf(other.settings) === targetOf(settings));
    if (same) throw new ApiError("STREAM_PRIVATE_LINK_ALREADY_EXISTS", [same.id]);
    return insertPrivateLink(trx, projectId, settings, new Date(deps.now()));
  });
}

/** Sets the DNS domain, while there is none or the link is IDLE; it walks through its states again (admin-api.md 9.6). */
export async function changePrivateLink(
  deps: PrivateLinkDeps,
  projectId: string,
  id: string,
  body: DefNode,
): Promise<StoredPrivateLink> {
  const { dnsDomain } = readBody("StreamsPrivateLinkConnectionRequest", body);
  return deps.db.transaction().execute(async (trx) => {
    const before = await requirePrivateLink(trx, projectId, id);
    if (dnsDomain === undefined || dnsDomain === "") return before;
    const state = stateOf(before, deps.now());
    if (before.settings["dnsDomain"] !== undefined && state !== "IDLE") {
      throw new ApiError("STREAM_PRIVATE_LINK_IS_DEPLOYING", [id, state]);
    }
    const after = { ...before, settings: { ...before.settings, dnsDomain }, changedAt: new Date(deps.now()) };
    await updatePrivateLink(trx, after);
    return after;
  });
}

/** Removes a private link. Refused while a connection uses it. */
export async function removePrivateLink(deps: PrivateLinkDeps, projectId: string, id: string): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    await requirePrivateLink(trx, projectId, id);
    const users = (await connectionsMentioning(trx, projectId, id)).filter((settings) => uses(settings, id));
    if (users.length > 0) throw new ApiError("STREAM_PRIVATE_LINK_IN_USE", [id]);
    await deletePrivateLink(trx, id);
  });
}

function uses(settings: JsonObject, id: string): boolean {
  return ["networking", "publicPrivateNetworking"].some((field) => at(settings, [field, "access", "connectionId"]) === id);
}
