import {
  type ConnectorContext,
  type Origin,
  type Positions,
  type Source,
  type SourceBatch,
  StreamRecord,
} from "@millrace/engine";
import { bsonSize } from "@millrace/mql";
import { DEVICES, solarReading } from "./solar.ts";

/** A processor that was held up for longer gets no readings of the past: it is a stream of current ones. */
const LONGEST_BACKLOG_MS = 5000;
const BATCH_RECORDS = 1000;

const partition = { id: "0" };
const origin: Origin = { describe: () => ({ type: "generated" }) };

/** `sample_stream_solar`: 11 documents a second, due by the clock, whenever they are asked for. The position counts them. */
export class SampleSource implements Source {
  readonly #context: ConnectorContext;
  readonly #seed: number;
  #next = 0;
  #announced = false;
  /** From here on documents are due at even distances, each device's once a second. */
  #since = 0;
  #givenSince = 0;
  #waiting: AbortController | undefined;
  #closed = false;

  constructor(context: ConnectorContext) {
    this.#context = context;
    this.#seed = context.seed ?? Math.floor(Math.random() * 2 ** 32);
  }

  async open(positions: Positions | undefined): Promise<void> {
    this.#next = Number(positions?.[partition.id] ?? 0);
    this.#since = this.#context.clock.now();
  }

  /** When the next document is due. */
  get #due(): number {
    return this.#since + (this.#givenSince * 1000) / DEVICES;
  }

  async read(maxWaitMs: number): Promise<SourceBatch> {
    const { clock } = this.#context;
    const wait = Math.min(maxWaitMs, this.#due - clock.now());
    if (wait > 0 && !this.#closed) {
      this.#waiting = new AbortController();
      await clock.sleep(wait, this.#waiting.signal);
      this.#waiting = undefined;
    }
    const now = clock.now();
    if (this.#due < now - LONGEST_BACKLOG_MS) {
      this.#since = now - LONGEST_BACKLOG_MS;
      this.#givenSince = 0;
    }
    const records: StreamRecord[] = [];
    while (this.#due <= now && records.length < BATCH_RECORDS && !this.#closed) {
      const ts = Math.floor(this.#due);
      const doc = solarReading(this.#seed, this.#next, ts);
      this.#next++;
      this.#givenSince++;
      records.push(new StreamRecord(doc, ts, partition, this.#next, bsonSize(doc), origin));
    }
    if (this.#announced) return { records };
    this.#announced = true;
    return { records, partitions: [partition] };
  }

  pause(): void {}

  async committed(): Promise<void> {}

  wake(): void {
    this.#waiting?.abort();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.wake();
  }
}
