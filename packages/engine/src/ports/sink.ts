import type { Value } from "@millrace/mql";
import type { StreamRecord } from "../record.ts";

/** Where results go. Document errors are reported through the {@link SinkHost} it was made with and never thrown. */
export interface Sink {
  /** Connects. `snapshot` is what the checkpoint held, `undefined` on a first run. */
  open(snapshot: Value): Promise<void>;
  /** Takes the records over. The promise is back-pressure: it resolves when more may be written, not when these arrived. Rejects with a `ProcessorError`. */
  write(records: StreamRecord[]): Promise<void>;
  /** Resolves when everything written before is acknowledged by the target. */
  flush(): Promise<void>;
  /** State for the checkpoint, taken after `flush`; `undefined` if there is none. */
  snapshot(): Value;
  close(): Promise<void>;
}

/** What the engine gives a sink. */
export interface SinkHost {
  /** The document cannot be written (7.2): it goes to the dead letters, and the processor goes on. */
  deadLetter(record: StreamRecord, reason: string): void;
  /** Counts what left: documents and BSON or payload bytes, with the target for `targetStats`. */
  wrote(documents: number, bytes: number, target?: Record<string, string>): void;
}
