import type { Database } from "../../store/schema.ts";
import { insertLogLine, type LogName, pruneLog, type Subject } from "./repository.ts";

/** How much of each log is kept. */
export interface Retention {
  lines: number;
  days: number;
}

const DAY_MS = 86_400_000;
/** Old lines are removed once in so many new ones. */
const PRUNE_EVERY = 500;

const DEFAULT_RETENTION: Retention = { lines: 100_000, days: 400 };

export interface LogBookDeps {
  db: Database;
  retention?: Retention | undefined;
  now?: (() => number) | undefined;
  /** Told when a line could not be written. What the line tells of has happened all the same. */
  failed(error: unknown): void;
}

/** Writes the audit and the operational log and keeps them from growing for ever. */
export class LogBook {
  private readonly deps: LogBookDeps;
  private readonly untilPrune: Record<LogName, number> = { audit: 1, operational: 1 };
  private last: Promise<void> = Promise.resolve();

  constructor(deps: LogBookDeps) {
    this.deps = deps;
  }

  /** Resolves when the line is on disk or `failed` was told. A subject may have to be looked up first; without one nothing is written. */
  write(
    log: LogName,
    subject: Subject | (() => Promise<Subject | undefined>),
    line: (at: Date, subject: Subject) => object,
  ): Promise<void> {
    const at = new Date((this.deps.now ?? Date.now)());
    const insert = async () => {
      const found = typeof subject === "function" ? await subject() : subject;
      if (found) await this.insert(log, at, found, line(at, found));
    };
    this.last = this.last.then(() => insert().catch((error) => this.deps.failed(error)));
    return this.last;
  }

  /** Resolves when all lines so far are written. */
  flush(): Promise<void> {
    return this.last;
  }

  private async insert(log: LogName, at: Date, subject: Subject, line: object): Promise<void> {
    await insertLogLine(this.deps.db, log, at, subject, line);
    this.untilPrune[log] -= 1;
    if (this.untilPrune[log] > 0) return;
    this.untilPrune[log] = PRUNE_EVERY;
    const { lines, days } = this.deps.retention ?? DEFAULT_RETENTION;
    await pruneLog(this.deps.db, log, new Date(at.getTime() - days * DAY_MS), lines);
  }
}
