import { type Document, makeLong, numberOf, type Value } from "@millrace/mql";

/** At most so many targets are told apart in an operator (engine.md 1.9). */
const TARGETS = 100;

interface TargetStatistics {
  target: Record<string, string>;
  count: number;
  size: number;
}

/**
 * Counters of one operator (engine.md 8.1, `operatorStats`). Plain fields: the hot path adds to them once a batch. Sizes
 * of source and sink are exact; between them they are estimates from sampled documents, because measuring every document
 * at every stage would cost more than most stages do.
 */
export class OperatorStatistics {
  readonly name: string;
  inputCount = 0;
  inputSize = 0;
  outputCount = 0;
  outputSize = 0;
  dlqCount = 0;
  dlqSize = 0;
  stateSize = 0;
  maxMemory = 0;
  executionMs = 0;
  #inputSample: number | undefined;
  #outputSample: number | undefined;
  #inputSized = 0;
  #outputSized = 0;
  readonly #targets = new Map<string, TargetStatistics>();

  constructor(name: string) {
    this.name = name;
  }

  /** Sizes of a document that came and of one that left just now; undefined: none did. */
  sample(input: number | undefined, output: number | undefined): void {
    this.#inputSample = input ?? this.#inputSample;
    this.#outputSample = output ?? this.#outputSample;
    this.settle();
  }

  /** Brings estimated sizes up to date. */
  settle(): void {
    if (this.#inputSample !== undefined) {
      this.inputSize += (this.inputCount - this.#inputSized) * this.#inputSample;
      this.#inputSized = this.inputCount;
    }
    if (this.#outputSample !== undefined) {
      this.outputSize += (this.outputCount - this.#outputSized) * this.#outputSample;
      this.#outputSized = this.outputCount;
    }
  }

  /** Counts for one target of a sink; those beyond the hundredth count only in the totals. */
  wrote(target: Record<string, string>, count: number, size: number): void {
    const key = Object.values(target).join("\u0000");
    let entry = this.#targets.get(key);
    if (entry === undefined) {
      if (this.#targets.size >= TARGETS) return;
      entry = { target, count: 0, size: 0 };
      this.#targets.set(key, entry);
    }
    entry.count += count;
    entry.size += size;
  }

  /** One element of `operatorStats`. `scale` divides sizes. */
  present(scale: number): Document {
    this.settle();
    const doc: Document = {
      name: this.name,
      inputMessageCount: makeLong(this.inputCount),
      inputMessageSize: this.inputSize / scale,
      outputMessageCount: makeLong(this.outputCount),
      outputMessageSize: this.outputSize / scale,
      dlqMessageCount: makeLong(this.dlqCount),
      dlqMessageSize: this.dlqSize / scale,
      stateSize: this.stateSize / scale,
      maxMemoryUsage: this.maxMemory / scale,
      executionTimeMillis: makeLong(Math.round(this.executionMs)),
    };
    if (this.#targets.size > 0)
      doc.targetStats = [...this.#targets.values()].map(({ target, count, size }) => ({
        ...target,
        outputMessageCount: makeLong(count),
        outputMessageSize: size / scale,
      }));
    return doc;
  }

  /** For the checkpoint. */
  snapshot(): Document {
    this.settle();
    return {
      name: this.name,
      counts: [this.inputCount, this.inputSize, this.outputCount, this.outputSize, this.dlqCount, this.dlqSize, this.executionMs],
      targets: [...this.#targets.values()].map(({ target, count, size }) => ({ target, count, size })),
    };
  }

  restore(snapshot: Document): void {
    const counts = (snapshot.counts as Value[]).map(numberOf);
    const [inputCount = 0, inputSize = 0, outputCount = 0, outputSize = 0, dlqCount = 0, dlqSize = 0, executionMs = 0] = counts;
    Object.assign(this, { inputCount, inputSize, outputCount, outputSize, dlqCount, dlqSize, executionMs });
    this.#inputSized = inputCount;
    this.#outputSized = outputCount;
    for (const entry of snapshot.targets as Document[])
      this.wrote(entry.target as Record<string, string>, numberOf(entry.count), numberOf(entry.size));
  }
}
