import { open } from "node:fs/promises";
import type { Connection, Plan } from "@millrace/engine";
import { environmentFailure, inputFailure, reasonOf } from "../errors.ts";
import { note, type Session } from "../session.ts";
import { readConnections } from "./connections.ts";
import type { RunOptions } from "./options.ts";
import { type PipelineFile, readPipelineFile } from "./pipeline-file.ts";
import { hasOwnDocuments, lacksEventTime, planRun } from "./plan.ts";

/** A run of which everything that can be checked beforehand is right. */
export interface PreparedRun {
  file: PipelineFile;
  plan: Plan;
  connections: ReadonlyMap<string, Connection>;
  /** The pipeline brings its documents; nothing is read. */
  ownDocuments: boolean;
}

/** Reads and checks what a run is made of, and warns on standard error. Throws a `CommandFailure`. */
export async function prepareRun(options: RunOptions, session: Session): Promise<PreparedRun> {
  const file = await readPipelineFile(options.pipeline);
  if (options.connections !== undefined && !options.keepSink)
    throw inputFailure("--connections is of use only with --keep-sink: without it no connection is opened");
  const connections = options.connections === undefined ? new Map() : await readConnections(options.connections);
  const ownDocuments = options.input === undefined && hasOwnDocuments(file.pipeline);
  const plan = planRun(file, { replaceSource: !ownDocuments, replaceSink: !options.keepSink, connections });
  if (options.input !== undefined) await mustBeReadable(options.input);
  for (const warning of plan.warnings) note(session, `warning: ${warning.message}`);
  if (lacksEventTime(file.pipeline, plan))
    note(session, "warning: the window goes by event time, but $source has no timeField: the time of reading is taken instead");
  if (options.input === undefined && !ownDocuments && session.stdin.isTTY)
    note(session, "reading documents from the terminal, one a line; Ctrl-D ends the input");
  return { file, plan, connections, ownDocuments };
}

async function mustBeReadable(path: string): Promise<void> {
  try {
    const file = await open(path);
    const stats = await file.stat().finally(() => file.close());
    if (stats.isDirectory()) throw new Error("it is a folder");
  } catch (thrown) {
    throw environmentFailure(`cannot read the input ${path}: ${reasonOf(thrown)}`, thrown);
  }
}
