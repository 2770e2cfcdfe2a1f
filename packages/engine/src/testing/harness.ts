import { type DefNode, type Document, definitionOf, type EvalContext, parseDefinition } from "@millrace/mql";
import type { ConnectorSpec } from "../connector.ts";
import { checkPipeline } from "../grammar/check-pipeline.ts";
import type { CheckpointStore, DeadLetter, Positions } from "../ports/index.ts";
import type { Processor, ProcessorEnd, ProcessorSettings } from "../runtime/processor.ts";
import { ProcessorRun } from "../runtime/processor-run.ts";
import { Life } from "./life.ts";
import { MemoryCheckpoints } from "./memory-checkpoints.ts";
import { MemoryDeadLetters, MemorySink, MemoryTarget, type Result } from "./memory-sink.ts";
import { type GivenRecord, MemoryLog, MemorySource } from "./memory-source.ts";
import { VirtualClock } from "./virtual-clock.ts";

export interface HarnessOptions {
  /** Stages as plain values, or the text of a definition (which keeps the order of integer-like names). `$source` and sink may be left out; if they are there, only `timeField`, `tsFieldName` and `partitionIdleTimeout` count. */
  pipeline: readonly Document[] | string;
  /** Default `test`. */
  name?: string;
  instanceName?: string;
  streamMetaFieldName?: string;
  /** Default true. */
  hasDlq?: boolean;
  settings?: ProcessorSettings;
  /** Default: one, `0`. */
  partitions?: readonly string[];
  /** Records that a read gives at most. Default 1,000. */
  readSize?: number;
  /** A first run begins behind what is in the partitions. */
  latest?: boolean;
  /** Default: one that starts at 2026-01-05 09:00 UTC. */
  clock?: VirtualClock;
  /** Default: in memory. Outlives crashes. */
  checkpoints?: CheckpointStore;
  /** Default `generated`. */
  sourceType?: string;
  /** The sink's reason not to take a document. */
  refuse?: (doc: Document) => string | undefined;
  /** Ends the first life in the operation of that number, before or after it took effect. See {@link Harness.operations}. */
  crash?: { operation: number; effect: boolean };
}

/** Operator name of the harness's source. */
const SOURCE_OPERATOR = "TestSourceOperator";

/**
 * Runs one processor on given records with a virtual clock: feed it, let time pass, crash and restore it, look at what came
 * out. Nothing happens behind the test's back: time moves only by {@link advance}, and {@link settle} returns when the
 * processor has nothing left to do.
 */
export class Harness {
  readonly clock: VirtualClock;
  readonly checkpoints: CheckpointStore;
  readonly log: MemoryLog;
  /** Lines that the processor logged. */
  readonly logged: { level: string; message: string }[] = [];
  readonly #options: HarnessOptions;
  readonly #pipeline: DefNode;
  readonly #results: MemoryTarget<Result>;
  readonly #letters: MemoryTarget<DeadLetter>;
  #life: Life;
  #processor!: ProcessorRun;
  #source!: MemorySource;
  #sink!: MemorySink;
  #end: ProcessorEnd | undefined;

  /** Use {@link harness}. */
  constructor(options: HarnessOptions, predecessor?: Harness) {
    this.#options = options;
    this.clock = options.clock ?? new VirtualClock();
    this.checkpoints = options.checkpoints ?? new MemoryCheckpoints();
    this.log = predecessor?.log ?? new MemoryLog(options.partitions ?? ["0"]);
    this.#results = predecessor ? predecessor.#results : new MemoryTarget();
    this.#letters = predecessor ? predecessor.#letters : new MemoryTarget();
    this.#pipeline =
      typeof options.pipeline === "string" ? parseDefinition(options.pipeline) : definitionOf([...options.pipeline]);
    this.#life = new Life(options.crash);
  }

  /** Documents that reached the sink, over all lives. */
  get output(): Document[] {
    return this.#results.items.map(({ doc }) => doc);
  }

  /** As `output`, with metadata and event time. */
  get results(): readonly Result[] {
    return this.#results.items;
  }

  get deadLetters(): readonly DeadLetter[] {
    return this.#letters.items;
  }

  /** Sizes of the pieces in which the sink of this life got results. */
  get writes(): readonly number[] {
    return this.#sink.writes;
  }

  /** Partitions left out of reads, after each change, in this life. */
  get pauses(): readonly string[][] {
    return this.#source.pauses;
  }

  /** Positions that the source was told to be durable. */
  get committed(): Positions | undefined {
    return this.#source.lastCommitted;
  }

  /** What this life has asked of its ports: reads, writes, flushes, dead letters, commits. */
  get operations(): number {
    return this.#life.operations;
  }

  get crashed(): boolean {
    return !this.#life.alive;
  }

  /** How the run ended, once it has. */
  get ended(): ProcessorEnd | undefined {
    return this.#end;
  }

  get processor(): Processor {
    return this.#processor;
  }

  /** Windows that are open, in order of start. */
  get openWindows(): { start: Date; end: Date }[] {
    return this.#processor.openWindows();
  }

  stats(options?: { scale?: 1 | 1024; verbose?: boolean }): Document {
    return this.#processor.stats(options);
  }

  /** Gives the source records and lets the processor work on them. */
  async feed(records: readonly GivenRecord[]): Promise<void> {
    this.log.give(records);
    await this.settle();
  }

  /** The source has no more after what it was given; resolves when the processor has ended. */
  async end(): Promise<void> {
    this.log.end();
    await this.settle();
  }

  /** Lets time pass, with everything that happens meanwhile. */
  advance(ms: number): Promise<void> {
    return this.clock.advance(ms, () => this.settle());
  }

  /** Resolves when the processor waits for records or time, has ended or crashed. */
  async settle(): Promise<void> {
    for (let calm = 0; calm < 2; ) {
      await new Promise((resolve) => setImmediate(resolve));
      const quiet = this.#end !== undefined || !this.#life.alive || (this.#source.waiting && this.#life.busy === 0);
      calm = quiet ? calm + 1 : 0;
    }
  }

  async checkpoint(): Promise<void> {
    await this.#processor.checkpoint();
    await this.settle();
  }

  async flushWindows(): Promise<void> {
    await this.#processor.flushWindows();
    await this.settle();
  }

  async stop(options?: { checkpoint?: boolean }): Promise<void> {
    await this.#processor.stop(options);
    await this.settle();
  }

  /** The process is gone, without warning. `lose`: results and dead letters that were not flushed are, too. */
  crash({ lose = false }: { lose?: boolean } = {}): void {
    this.#life.end();
    if (lose) {
      this.#results.lose();
      this.#letters.lose();
    }
  }

  /** A harness for a changed definition, over the same input, results and checkpoints; its processor runs or has failed to start. */
  async successor(options: HarnessOptions): Promise<Harness> {
    const next = new Harness({ ...this.#options, ...options, checkpoints: this.checkpoints, clock: this.clock }, this);
    await next.start();
    return next;
  }

  /** Starts a processor on what the last life left. */
  async start({ resume, crash }: { resume?: boolean; crash?: { operation: number; effect: boolean } } = {}): Promise<void> {
    this.#life = this.#processor === undefined ? this.#life : new Life(crash);
    this.#end = undefined;
    const life = this.#life;
    const {
      name = "test",
      instanceName,
      streamMetaFieldName,
      hasDlq = true,
      settings = {},
      sourceType = "generated",
    } = this.#options;
    const plan = planOf(this.#pipeline, sourceType);
    this.#source = new MemorySource(this.log, this.clock, life, {
      type: sourceType,
      batchSize: this.#options.readSize ?? 1000,
      latest: this.#options.latest ?? false,
    });
    const definition = { id: "1", name, instanceName, pipeline: this.#pipeline, plan, streamMetaFieldName, hasDlq, settings };
    this.#processor = new ProcessorRun(definition, {
      source: this.#source,
      sink: (host) => {
        this.#sink = new MemorySink(this.#results, host, life, this.#options.refuse ?? (() => undefined));
        return this.#sink;
      },
      checkpoints: mortal(this.checkpoints, life),
      deadLetters: new MemoryDeadLetters(this.#letters, life),
      clock: this.clock,
      context: evalContext(this.clock),
      log: (level, message) => this.logged.push({ level, message }),
    });
    void this.#processor.done.then((end) => {
      if (life === this.#life) this.#end = end;
    });
    // A start that fails shows in `ended`.
    this.#processor.start({ resume }).catch(() => {});
    await this.settle();
  }
}

/** A harness whose processor runs. Throws when the pipeline has problems, naming all of them. */
export async function harness(options: HarnessOptions): Promise<Harness> {
  const made = new Harness(options);
  await made.start();
  return made;
}

function planOf(pipeline: DefNode, metaType: string) {
  const file: ConnectorSpec = {
    name: "file",
    source: { operatorName: SOURCE_OPERATOR, metaType, schema: { type: "object" } },
  };
  const { plan, problems } = checkPipeline(pipeline, {
    connections: "any",
    connectors: [file],
    source: "replaced",
    sink: "replaced",
  });
  if (plan === undefined) throw new Error(problems.map(({ pointer, message }) => `${pointer} ${message}`).join("\n"));
  return plan;
}

/** A store that stops doing things when its process is gone. */
function mortal(store: CheckpointStore, life: Life): CheckpointStore {
  return {
    load: () => store.load(),
    commit: (checkpoint) => life.perform("commit", () => store.commit(checkpoint)),
    clear: () => store.clear(),
    close: () => (life.alive ? store.close() : Promise.resolve()),
  };
}

/** Random numbers and ids are the same in every run. */
function evalContext(clock: VirtualClock): EvalContext {
  let state = 1;
  const next = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state;
  };
  return {
    now: () => clock.now(),
    random: () => next() / 2 ** 32,
    objectId: () => Array.from({ length: 3 }, () => next().toString(16).padStart(8, "0")).join(""),
  };
}
