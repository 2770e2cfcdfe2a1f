/** A processor with everything around it in memory, fed round by round. */
import {
  checkPipeline,
  createProcessor,
  type Origin,
  type ProcessorError,
  type Sink,
  type Source,
  type SourceBatch,
  type SourcePartition,
  StreamRecord,
} from "@millrace/engine";
import { MemoryCheckpoints } from "@millrace/engine/testing";
import { systemClock } from "@millrace/executor/client";
import { type Document, definitionOf, makeJsonEncoder } from "@millrace/mql";
import type { Reading } from "./data/readings.ts";

/** Longer than any benchmark: what it is compared with keeps no checkpoints. */
const NEVER = 24 * 3_600_000;

export interface EngineSide {
  /** Hands these over and waits until everything is processed. Gives the results as JSON lines, and the late documents. */
  round(batches: readonly Reading[][]): Promise<{ text: string; late: Document[] }>;
  stop(): Promise<void>;
}

/** Starts a processor of these stages. */
export async function startEngine(stages: readonly Document[]): Promise<EngineSide> {
  const pipeline = definitionOf([...stages]);
  const { plan, problems } = checkPipeline(pipeline, {
    connections: "any",
    connectors: [],
    source: "replaced",
    sink: "replaced",
  });
  if (!plan) throw new Error(JSON.stringify(problems));
  const source = new GivenSource();
  const sink = new TextSink();
  const late: Document[] = [];
  const settings = { checkpointIntervalMs: NEVER };
  const processor = createProcessor(
    { id: "bench", name: "bench", pipeline, plan, hasDlq: true, settings },
    {
      source,
      sink: () => sink,
      checkpoints: new MemoryCheckpoints(),
      deadLetters: { write: ({ doc }) => void late.push(doc), flush: async () => {}, close: async () => {} },
      clock: systemClock,
      context: { now: Date.now, random: Math.random, objectId: () => "0".repeat(24) },
      log: () => {},
    },
  );
  await processor.start();
  void processor.done.then((end) => end.reason === "failed" && source.fail(end.error));
  return {
    async round(batches) {
      sink.text = "";
      late.length = 0;
      await source.give(batches);
      return { text: sink.text, late };
    },
    stop: () => processor.stop({ checkpoint: false }),
  };
}

const partition: SourcePartition = { id: "0", start: 0 };
const origin: Origin = { describe: () => ({ type: "kafka", topic: "readings", partition: 0 }) };

/** Makes records of what it was given, one batch a read. */
class GivenSource implements Source {
  #batches: readonly Reading[][] = [];
  #next = 0;
  #offset = 0;
  #announced = false;
  #given: PromiseWithResolvers<void> | undefined;
  #finished: PromiseWithResolvers<void> | undefined;

  /** Resolves when the processor asks for more than this. */
  give(batches: readonly Reading[][]): Promise<void> {
    this.#batches = batches;
    this.#next = 0;
    this.#finished = Promise.withResolvers();
    this.wake();
    return this.#finished.promise;
  }

  fail(error: ProcessorError): void {
    this.#finished?.reject(error);
  }

  async open(): Promise<void> {}

  async read(): Promise<SourceBatch> {
    if (this.#next === this.#batches.length) await this.#wait();
    const batch = this.#batches[this.#next];
    if (batch === undefined) return { records: [] };
    this.#next++;
    const records = batch.map(({ doc, ts }) => new StreamRecord(doc, ts, partition, ++this.#offset, 100, origin));
    if (this.#announced) return { records };
    this.#announced = true;
    return { records, partitions: [partition] };
  }

  wake(): void {
    this.#given?.resolve();
  }

  pause(): void {}
  async committed(): Promise<void> {}
  async close(): Promise<void> {
    this.wake();
  }

  async #wait(): Promise<void> {
    this.#given = Promise.withResolvers();
    this.#finished?.resolve();
    await this.#given.promise;
  }
}

/** Keeps the text of what reaches it. */
class TextSink implements Sink {
  text = "";
  readonly #encode = makeJsonEncoder({ format: "relaxed" });

  async write(records: StreamRecord[]): Promise<void> {
    for (const { doc } of records) this.text += `${this.#encode(doc)}\n`;
  }

  async open(): Promise<void> {}
  async flush(): Promise<void> {}
  snapshot(): undefined {}
  async close(): Promise<void> {}
}
