import type { Database } from "../../store/schema.ts";
import type { LogBook } from "./log-book.ts";
import type { Subject } from "./repository.ts";

const severities = { info: "I", warn: "W", error: "E" } as const;

/** A line of the operational log (engine.md 8.3). */
export function operationalLine(at: Date, severity: keyof typeof severities, processor: string, message: string): object {
  return { t: { $date: at.toISOString() }, s: severities[severity], c: `streams-${processor}`, ctx: "lifecycle", msg: message };
}

/** Writes what happens in a processor's life. Does nothing for a processor that is gone. */
export function noteLifeCycle(
  db: Database,
  logBook: LogBook,
  processorId: string,
  severity: keyof typeof severities,
  message: string,
): Promise<void> {
  return logBook.write(
    "operational",
    () => findSubject(db, processorId),
    (at, { processor = "" }) => operationalLine(at, severity, processor, message),
  );
}

async function findSubject(db: Database, processorId: string): Promise<Subject | undefined> {
  return db
    .selectFrom("processors")
    .innerJoin("workspaces", "workspaces.id", "processors.workspace_id")
    .select(["workspaces.project_id as projectId", "workspaces.name as workspace", "processors.name as processor"])
    .where("processors.id", "=", processorId)
    .executeTakeFirst();
}
