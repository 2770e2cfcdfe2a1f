import type { Document } from "@millrace/mql";

/** A dead-letter document as 7.1 lists its fields, without `_id`. */
export interface DeadLetter {
  processorName: string;
  instanceName?: string;
  dlqTime: Date;
  operatorName: string;
  errInfo: { reason: string };
  doc: Document;
  _stream_meta: Document;
}

/** Where documents go that a processor cannot take further. */
export interface DeadLetters {
  /** Takes the letter over; the promise is back-pressure. A target that cannot be written rejects: the processor must not drop documents. */
  write(letter: DeadLetter): Promise<void> | void;
  /** Resolves when everything written before is durable. Called before a checkpoint commits. */
  flush(): Promise<void>;
  close(): Promise<void>;
}
