import type { Sink, SinkHost, StreamRecord } from "@millrace/engine";
import { bsonSize } from "@millrace/mql";

/** Counts documents and lets go of them. */
export class LogSink implements Sink {
  readonly #host: SinkHost;

  constructor(host: SinkHost) {
    this.#host = host;
  }

  async open(): Promise<void> {}

  async write(records: StreamRecord[]): Promise<void> {
    let bytes = 0;
    for (const { doc } of records) bytes += bsonSize(doc);
    this.#host.wrote(records.length, bytes);
  }

  async flush(): Promise<void> {}

  snapshot(): undefined {}

  async close(): Promise<void> {}
}
