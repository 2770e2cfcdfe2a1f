import type { DatabaseSync } from "node:sqlite";
import { Kysely, SqliteDialect } from "kysely";
import { damaged, openError } from "./errors.ts";
import { migrate } from "./migrations.ts";
import type { Database, Schema } from "./schema.ts";
import { openSqlite, sqliteDatabase } from "./sqlite.ts";

/** The open store. `db` is handed to repository functions; transactions are `db.transaction().execute(…)`. */
export interface Store {
  readonly db: Database;
  /** Releases the file. Further use fails. */
  close(): Promise<void>;
}

/** Reads every page once: damage is found now and not in the middle of a request. The store holds definitions only, so it is small. */
function checkPages(database: DatabaseSync, file: string): void {
  const [first] = database.prepare("PRAGMA quick_check(1)").all();
  if (first?.["quick_check"] !== "ok") throw damaged(file);
}

/**
 * Opens (or creates) the store and brings its schema up to date.
 * Throws StoreError when the file is damaged, written by a newer Millrace, in use by another process or not writable.
 * @param file path of the SQLite file, or `:memory:`
 */
export async function openStore(file: string): Promise<Store> {
  let db: Database | undefined;
  try {
    const database = openSqlite(file);
    db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: sqliteDatabase(database) }) });
    checkPages(database, file);
    await migrate(db, file);
  } catch (error) {
    await db?.destroy();
    throw openError(file, error);
  }
  const opened = db;
  return { db: opened, close: () => opened.destroy() };
}
