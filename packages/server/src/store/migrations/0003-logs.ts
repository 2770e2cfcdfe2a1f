import type { Kysely } from "kysely";
import { key, required } from "./columns.ts";

/** Audit and operational log lines. They outlive what they tell of, so they refer to it by name. */
export async function logs({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("log_lines")
    .addColumn("id", "text", key)
    .addColumn("log", "text", required)
    .addColumn("at", "text", required)
    .addColumn("project_id", "text")
    .addColumn("workspace", "text")
    .addColumn("processor", "text")
    .addColumn("line", "text", required)
    .execute();
  await schema.createIndex("log_lines_of_workspace").on("log_lines").columns(["log", "project_id", "workspace", "at"]).execute();
  await schema.createIndex("log_lines_by_age").on("log_lines").columns(["log", "at"]).execute();
}
