import type { Kysely } from "kysely";
import { blocking, key, required, unique, within } from "./columns.ts";

/** The first schema. Types are those that SQLite and PostgreSQL share: text, integer. */
export async function initial(db: Kysely<unknown>): Promise<void> {
  await identity(db);
  await streams(db);
}

async function identity(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("organizations")
    .addColumn("id", "text", key)
    .addColumn("name", "text", required)
    .addColumn("created_at", "text", required)
    .execute();
  await schema
    .createTable("projects")
    .addColumn("id", "text", key)
    .addColumn("organization_id", "text", blocking("organizations"))
    .addColumn("name", "text", unique)
    .addColumn("created_at", "text", required)
    .execute();
  await schema
    .createTable("api_keys")
    .addColumn("id", "text", key)
    .addColumn("public_key", "text", unique)
    .addColumn("description", "text", required)
    .addColumn("ha1_md5", "text", required)
    .addColumn("ha1_sha256", "text", required)
    .addColumn("created_at", "text", required)
    .execute();
  await schema
    .createTable("service_accounts")
    .addColumn("id", "text", key)
    .addColumn("client_id", "text", unique)
    .addColumn("name", "text", required)
    .addColumn("created_at", "text", required)
    .execute();
  await schema
    .createTable("service_account_secrets")
    .addColumn("id", "text", key)
    .addColumn("service_account_id", "text", within("service_accounts"))
    .addColumn("hash", "text", required)
    .addColumn("created_at", "text", required)
    .addColumn("expires_at", "text")
    .execute();
  await schema
    .createTable("role_assignments")
    .addColumn("principal_id", "text", required)
    .addColumn("scope", "text", required)
    .addColumn("scope_id", "text", required)
    .addColumn("role", "text", required)
    .addPrimaryKeyConstraint("role_assignments_key", ["principal_id", "scope", "scope_id", "role"])
    .execute();
  await schema
    .createTable("signing_keys")
    .addColumn("id", "text", key)
    .addColumn("secret", "text", required)
    .addColumn("created_at", "text", required)
    .execute();
  await schema.createTable("revoked_tokens").addColumn("id", "text", key).addColumn("expires_at", "text", required).execute();
  await schema.createTable("facts").addColumn("name", "text", key).addColumn("value", "text", required).execute();
}

async function streams(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable("workspaces")
    .addColumn("id", "text", key)
    .addColumn("project_id", "text", blocking("projects"))
    .addColumn("name", "text", required)
    .addColumn("cloud_provider", "text", required)
    .addColumn("region", "text", required)
    .addColumn("tier", "text", required)
    .addColumn("max_tier", "text")
    .addColumn("failover_regions", "text", required)
    .addColumn("created_at", "text", required)
    .addUniqueConstraint("workspaces_name", ["project_id", "name"])
    .execute();
  await schema
    .createTable("connections")
    .addColumn("id", "text", key)
    .addColumn("workspace_id", "text", within("workspaces"))
    .addColumn("name", "text", required)
    .addColumn("type", "text", required)
    .addColumn("region", "text", required)
    .addColumn("state", "text", required)
    .addColumn("settings", "text", required)
    .addColumn("secrets", "text", required)
    .addColumn("created_at", "text", required)
    .addColumn("updated_at", "text", required)
    .addUniqueConstraint("connections_name", ["workspace_id", "name"])
    .execute();
  await schema
    .createTable("processors")
    .addColumn("id", "text", key)
    .addColumn("workspace_id", "text", blocking("workspaces"))
    .addColumn("name", "text", required)
    .addColumn("pipeline", "text", required)
    .addColumn("options", "text")
    .addColumn("tier", "text")
    .addColumn("failover_enabled", "integer")
    .addColumn("desired_state", "text", required)
    .addColumn("state", "text", required)
    .addColumn("error_code", "integer")
    .addColumn("error_message", "text")
    .addColumn("error_retryable", "integer")
    .addColumn("has_started", "integer", required)
    .addColumn("effective_tier", "text")
    .addColumn("resume_from_checkpoint", "integer", required)
    .addColumn("pipeline_version", "integer", required)
    .addColumn("created_at", "text", required)
    .addColumn("updated_at", "text", required)
    .addColumn("state_changed_at", "text", required)
    .addUniqueConstraint("processors_name", ["workspace_id", "name"])
    .execute();
}
