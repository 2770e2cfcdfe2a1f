import { bsonSize, type Document } from "@millrace/mql";
import type { Clock, DeadLetter, DeadLetters } from "../ports/index.ts";
import type { StreamRecord } from "../record.ts";
import type { OperatorStatistics } from "./statistics.ts";

export interface LetterHead {
  processorName: string;
  instanceName: string | undefined;
}

/**
 * Writes dead letters (engine.md 7.1). Operators hand documents over in the middle of a batch and go on; the loop awaits
 * {@link settled} between batches, so that a slow target slows the processor and one that cannot be written fails it.
 */
export class DeadLetterQueue {
  readonly #target: DeadLetters;
  readonly #head: LetterHead;
  readonly #clock: Clock;
  readonly #exists: boolean;
  #pending: Promise<void>[] = [];
  #error: { thrown: unknown } | undefined;

  /** `exists`: without a dead letter queue documents are dropped and not counted (engine.md 7). */
  constructor(target: DeadLetters, head: LetterHead, clock: Clock, exists: boolean) {
    this.#target = target;
    this.#head = head;
    this.#clock = clock;
    this.#exists = exists;
  }

  add(operator: OperatorStatistics, record: StreamRecord, doc: Document, reason: string): void {
    if (!this.#exists) return;
    const { processorName, instanceName } = this.#head;
    const letter: DeadLetter = {
      processorName,
      ...(instanceName !== undefined && { instanceName }),
      dlqTime: new Date(this.#clock.now()),
      operatorName: operator.name,
      errInfo: { reason },
      doc,
      _stream_meta: record.meta,
    };
    operator.dlqCount++;
    operator.dlqSize += bsonSize(letter as unknown as Document);
    try {
      const written = this.#target.write(letter);
      if (written) this.#pending.push(written.catch((thrown) => this.#failed(thrown)));
    } catch (thrown) {
      this.#failed(thrown);
    }
  }

  /** Resolves when the target has taken every letter over. Rejects with what it failed with. `undefined`: nothing to wait for. */
  settled(): Promise<void> | undefined {
    if (this.#error) throw this.#error.thrown;
    return this.#pending.length === 0 ? undefined : this.#settle();
  }

  /** Resolves when everything is durable. */
  async flush(): Promise<void> {
    await this.settled();
    await this.#target.flush();
  }

  close(): Promise<void> {
    return this.#target.close();
  }

  async #settle(): Promise<void> {
    const pending = this.#pending;
    this.#pending = [];
    await Promise.all(pending);
    if (this.#error) throw this.#error.thrown;
  }

  #failed(thrown: unknown): void {
    this.#error ??= { thrown };
  }
}
