import type { Sink, SinkHost, StreamRecord } from "@millrace/engine";
import { MqlError, type Value } from "@millrace/mql";
import type { LineOutput } from "../line-output.ts";

/** A batch is handed on in parts of about this many characters, so that a batch of large documents does not become one huge string. */
const PART = 256 * 1024;

/** The sink of `millrace run`: every document as one line of JSON. Nothing is acknowledged, so there is nothing to remember. */
export class LineSink implements Sink {
  readonly #output: LineOutput;
  readonly #encode: (doc: Value) => string;
  readonly #host: SinkHost;

  constructor(output: LineOutput, encode: (doc: Value) => string, host: SinkHost) {
    this.#output = output;
    this.#encode = encode;
    this.#host = host;
  }

  async open(): Promise<void> {}

  async write(records: StreamRecord[]): Promise<void> {
    let text = "";
    let bytes = 0;
    let count = 0;
    for (const record of records) {
      const line = this.#line(record);
      if (line === undefined) continue;
      count++;
      text += line;
      text += "\n";
      if (text.length < PART) continue;
      bytes += Buffer.byteLength(text);
      const room = this.#output.write(text);
      text = "";
      if (room !== undefined) await room;
    }
    bytes += Buffer.byteLength(text);
    this.#host.wrote(count, bytes);
    const room = this.#output.write(text);
    if (room !== undefined) await room;
  }

  /** A document nested too deeply to be read back goes to the dead letters. */
  #line(record: StreamRecord): string | undefined {
    try {
      return this.#encode(record.doc);
    } catch (thrown) {
      if (!(thrown instanceof MqlError)) throw thrown;
      this.#host.deadLetter(record, `Failed to write the document as JSON: ${thrown.message}`);
      return undefined;
    }
  }

  flush(): Promise<void> {
    return this.#output.flush();
  }

  snapshot(): Value {
    return undefined;
  }

  async close(): Promise<void> {}
}
