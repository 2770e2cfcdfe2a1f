import type { Answer } from "../answer.ts";
import type { ApiDeps } from "../build.ts";
import { ApiError } from "../errors.ts";
import type { Call, Operations } from "../operation.ts";
import { epochSeconds, text } from "../query.ts";
import { requireWorkspace } from "../workspaces/service.ts";
import { type LogName, readLogLines } from "./repository.ts";

const MONTH_SECONDS = 30 * 86_400;

/** Log downloads (admin-api.md 10.6). */
export function logOperations(api: ApiDeps): Operations {
  const { db } = api.store;
  const now = api.now ?? Date.now;

  /** The lines of a range of seconds, both ends included. */
  async function download({ project, parameters, query }: Call, log: LogName, ending: string): Promise<Answer> {
    const end = epochSeconds(query, "endDate") ?? Math.floor(now() / 1000);
    const start = epochSeconds(query, "startDate") ?? end - MONTH_SECONDS;
    const processor = text(query, "spName");
    if (start > end) throw new ApiError("START_DATE_AFTER_END_DATE", [instant(start), instant(end)]);
    const workspace = await requireWorkspace(db, project.id, parameters["tenantName"]!);
    // Lines of an earlier workspace of the same name are not this one's.
    const from = new Date(Math.max(start * 1000, workspace.createdAt.getTime()));
    const until = new Date((end + 1) * 1000);
    const of = { projectId: project.id, workspace: workspace.name, processor };
    const name = [
      workspace.name,
      ...(processor === undefined ? [] : [fileName(processor)]),
      instant(start),
      instant(end),
      ending,
    ];
    return { kind: "file", name: name.join("_"), content: await begun(readLogLines(db, log, of, from, until)) };
  }

  return {
    downloadGroupStreamAuditLogs: (call) => download(call, "audit", "audit.log.gz"),
    downloadGroupStreamOperationalLogs: (call) => download(call, "operational", "queries.gz"),
  };
}

/** Reads the first page before anything is sent, so that a store that fails is an error, and the line about this very request comes later. */
async function begun(pages: AsyncGenerator<string>): Promise<AsyncIterable<string>> {
  const first = await pages.next();
  return (async function* () {
    if (!first.done) yield first.value;
    yield* pages;
  })();
}

function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000", "");
}

/** Whatever a caller writes, as part of a header. */
function fileName(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 64);
}
