import { newId } from "../../store/id.ts";
import type { Database, LogLineTable } from "../../store/schema.ts";

/** Which log a line belongs to. */
export type LogName = LogLineTable["log"];

/** What a line tells of. Without project, workspace or processor as far as none is known. */
export interface Subject {
  projectId?: string | undefined;
  workspace?: string | undefined;
  processor?: string | undefined;
}

export async function insertLogLine(db: Database, log: LogName, at: Date, subject: Subject, line: object): Promise<void> {
  const row: LogLineTable = {
    id: newId(),
    log,
    at: at.toISOString(),
    project_id: subject.projectId ?? null,
    workspace: subject.workspace ?? null,
    processor: subject.processor ?? null,
    line: JSON.stringify(line),
  };
  await db.insertInto("log_lines").values(row).execute();
}

const PAGE = 1_000;

/** Lines of a workspace from `from` up to before `until`, oldest first, read page by page. */
export async function* readLogLines(
  db: Database,
  log: LogName,
  of: { projectId: string; workspace: string; processor: string | undefined },
  from: Date,
  until: Date,
): AsyncGenerator<string> {
  let after = { at: from.toISOString(), id: "" };
  for (;;) {
    const rows = await db
      .selectFrom("log_lines")
      .select(["id", "at", "line"])
      .where("log", "=", log)
      .where("project_id", "=", of.projectId)
      .where("workspace", "=", of.workspace)
      .$if(of.processor !== undefined, (query) => query.where("processor", "=", of.processor!))
      .where("at", "<", until.toISOString())
      .where((eb) => eb.or([eb("at", ">", after.at), eb.and([eb("at", "=", after.at), eb("id", ">", after.id)])]))
      .orderBy("at")
      .orderBy("id")
      .limit(PAGE)
      .execute();
    yield rows.map(({ line }) => `${line}\n`).join("");
    if (rows.length < PAGE) return;
    after = rows.at(-1)!;
  }
}

/** Removes the lines of a log that are older than a time, and the oldest of those beyond a number. */
export async function pruneLog(db: Database, log: LogName, oldest: Date, most: number): Promise<void> {
  const newest = db.selectFrom("log_lines").select("at").where("log", "=", log).orderBy("at", "desc");
  const excess = await newest.offset(most).limit(1).executeTakeFirst();
  const limit = [oldest.toISOString(), excess?.at ?? ""].sort().at(-1)!;
  const remove = db.deleteFrom("log_lines").where("log", "=", log);
  await remove.where("at", excess && limit === excess.at ? "<=" : "<", limit).execute();
}
