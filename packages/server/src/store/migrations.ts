import type { Kysely } from "kysely";
import { StoreError } from "./errors.ts";
import { initial } from "./migrations/0001-initial.ts";
import { networking } from "./migrations/0002-networking.ts";
import { logs } from "./migrations/0003-logs.ts";
import type { Database } from "./schema.ts";

/** One step of the schema. Steps are never changed once released; a new one is appended. */
type Migration = (db: Kysely<unknown>) => Promise<void>;

const migrations: readonly Migration[] = [initial, networking, logs];

/** The schema that this version of Millrace writes. */
const SCHEMA_VERSION = migrations.length;

/**
 * Brings the store to the newest schema, all steps in one transaction.
 * Throws StoreError `newer` when a later Millrace wrote it; the file is then unchanged.
 */
export async function migrate(db: Database, file: string): Promise<void> {
  const untyped = db as unknown as Kysely<{ schema_version: { version: number } }>;
  const tables = await db.introspection.getTables();
  const known = tables.some((table) => table.name === "schema_version");
  if (!known && tables.length > 0) {
    throw new StoreError("corrupted", `${file} is a database of another program; choose another data directory`);
  }
  const row = known ? await untyped.selectFrom("schema_version").select("version").executeTakeFirst() : undefined;
  const version = row?.version ?? 0;
  if (version > SCHEMA_VERSION) {
    throw new StoreError(
      "newer",
      `${file} has schema ${version}, written by a newer Millrace; this one knows ${SCHEMA_VERSION}. Update Millrace or restore a backup`,
    );
  }
  if (version === SCHEMA_VERSION) return;
  await untyped.transaction().execute(async (trx) => {
    for (const migration of migrations.slice(version)) await migration(trx as unknown as Kysely<unknown>);
    if (!known)
      await trx.schema
        .createTable("schema_version")
        .addColumn("version", "integer", (c) => c.notNull())
        .execute();
    await trx.deleteFrom("schema_version").execute();
    await trx.insertInto("schema_version").values({ version: SCHEMA_VERSION }).execute();
  });
}
