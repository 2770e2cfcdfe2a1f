import type { Clock, StreamRecord } from "@millrace/engine";
import { Bell } from "../support/bell.ts";
import { KafkaError, type KafkaProducer, type OutgoingRecord } from "./client/port.ts";

/** Below the broker's default limit of a batch, so that one partition may hold all of it. */
const BATCH_BYTES = 900 * 1024;
const BATCH_RECORDS = 10_000;
/** A record of this size is sent alone: should it be too large, no other has to be sent again. */
const LARGE_BYTES = 256 * 1024;
/** Key, offsets and lengths of a record, roughly. */
const OVERHEAD_BYTES = 40;
/** What may wait before the writer does. */
const QUEUE_BYTES = 4 * 1024 * 1024;
/** How long a topic that nobody has created yet is waited for, where an outage has longer. */
const UNKNOWN_TOPIC_MS = 15_000;

export interface SenderOptions {
  /** A few documents wait so long for others. */
  lingerMs: number;
  /** A batch that cannot be written for so long fails the processor. */
  patienceMs: number;
  clock: Clock;
  /** The broker refused this one record for what it is. */
  refused(record: StreamRecord, error: KafkaError): void;
  /** These are acknowledged. */
  written(topic: string, records: number, bytes: number): void;
  retrying(error: KafkaError): void;
}

interface Queued {
  outgoing: OutgoingRecord;
  record: StreamRecord;
  bytes: number;
}

/** Sends records in batches, one after the other, so that those of one key stay in order. While a batch is on its way the next one gathers. */
export class Sender {
  readonly #producer: KafkaProducer;
  readonly #options: SenderOptions;
  #queue: Queued[] = [];
  #bytes = 0;
  #running: Promise<void> | undefined;
  #hurry = false;
  #failure: unknown;
  #stopped = false;
  readonly #progress = new Bell();
  #lingering: AbortController | undefined;

  constructor(producer: KafkaProducer, options: SenderOptions) {
    this.#producer = producer;
    this.#options = options;
  }

  add(outgoing: OutgoingRecord, record: StreamRecord): void {
    const bytes = (outgoing.key?.length ?? 0) + (outgoing.value?.length ?? 0) + OVERHEAD_BYTES;
    this.#queue.push({ outgoing, record, bytes });
    this.#bytes += bytes;
  }

  /** Begins to send, if need be, and resolves when more may be added. Rejects with what made sending fail. */
  async room(): Promise<void> {
    this.#start();
    if (this.#bytes >= BATCH_BYTES) this.#lingering?.abort();
    while (this.#bytes >= QUEUE_BYTES && this.#failure === undefined) await this.#progress.wait(1000);
    this.#throwFailure();
  }

  /** Resolves when everything is acknowledged. Rejects with what made sending fail. */
  async flush(): Promise<void> {
    this.#hurry = true;
    this.#lingering?.abort();
    this.#start();
    await this.#running;
    this.#hurry = false;
    this.#throwFailure();
  }

  stop(): void {
    this.#stopped = true;
    this.#lingering?.abort();
    this.#progress.ring();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #start(): void {
    if (this.#running !== undefined || this.#queue.length === 0 || this.#failure !== undefined) return;
    this.#running = this.#run()
      .catch((error) => {
        this.#failure = error;
      })
      .finally(() => {
        this.#running = undefined;
        this.#progress.ring();
      });
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0 && !this.#stopped) {
      if (this.#bytes < BATCH_BYTES && !this.#hurry) await this.#linger();
      const batch = this.#take();
      await this.#send(batch);
      for (const { bytes } of batch) this.#bytes -= bytes;
      this.#progress.ring();
    }
  }

  async #linger(): Promise<void> {
    this.#lingering = new AbortController();
    await this.#options.clock.sleep(this.#options.lingerMs, this.#lingering.signal);
    this.#lingering = undefined;
  }

  #take(): Queued[] {
    const batch: Queued[] = [];
    let bytes = 0;
    for (const next of this.#queue) {
      if (batch.length === BATCH_RECORDS) break;
      if (batch.length > 0 && (bytes + next.bytes > BATCH_BYTES || next.bytes >= LARGE_BYTES)) break;
      batch.push(next);
      bytes += next.bytes;
      if (next.bytes >= LARGE_BYTES) break;
    }
    this.#queue = this.#queue.slice(batch.length);
    return batch;
  }

  /** Sends a batch; halves it where the broker refuses it, down to the records that are to blame. */
  async #send(batch: readonly Queued[]): Promise<void> {
    const error = await this.#attempt(batch);
    if (error === undefined) {
      this.#count(batch);
    } else if (batch.length === 1) {
      this.#options.refused((batch[0] as Queued).record, error);
    } else {
      const middle = batch.length >> 1;
      await this.#send(batch.slice(0, middle));
      await this.#send(batch.slice(middle));
    }
  }

  /** Tries until it is written or refused; gives the refusal. Throws what is not the records' fault. */
  async #attempt(batch: readonly Queued[]): Promise<KafkaError | undefined> {
    const { clock, patienceMs } = this.#options;
    const started = clock.now();
    for (let delay = 100; ; delay = Math.min(delay * 2, 2000)) {
      try {
        await this.#producer.send(batch.map(({ outgoing }) => outgoing));
        return undefined;
      } catch (error) {
        if (!(error instanceof KafkaError)) throw error;
        if (error.kind === "too-large" || error.kind === "rejected") return error;
        const patience = error.kind === "unknown-topic" ? Math.min(UNKNOWN_TOPIC_MS, patienceMs) : patienceMs;
        if (!error.mayPass || this.#stopped || clock.now() - started >= patience) throw error;
        if (delay === 100) this.#options.retrying(error);
        await clock.sleep(delay);
      }
    }
  }

  #count(batch: readonly Queued[]): void {
    const topics = new Map<string, { records: number; bytes: number }>();
    for (const { outgoing, bytes } of batch) {
      const sum = topics.get(outgoing.topic) ?? { records: 0, bytes: 0 };
      sum.records++;
      sum.bytes += bytes - OVERHEAD_BYTES;
      topics.set(outgoing.topic, sum);
    }
    for (const [topic, { records, bytes }] of topics) this.#options.written(topic, records, bytes);
  }
}
