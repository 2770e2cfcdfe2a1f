import type { Kysely } from "kysely";
import { key, required, within } from "./columns.ts";

/** Failover connections and private links. */
export async function networking({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("failover_connections")
    .addColumn("id", "text", key)
    .addColumn("connection_id", "text", within("connections"))
    .addColumn("region", "text", required)
    .addColumn("state", "text", required)
    .addColumn("settings", "text", required)
    .addColumn("secrets", "text", required)
    .addColumn("created_at", "text", required)
    .addColumn("updated_at", "text", required)
    .addUniqueConstraint("failover_connections_region", ["connection_id", "region"])
    .execute();
  await schema
    .createTable("private_links")
    .addColumn("id", "text", key)
    .addColumn("project_id", "text", within("projects"))
    .addColumn("settings", "text", required)
    .addColumn("created_at", "text", required)
    .addColumn("changed_at", "text", required)
    .execute();
}
