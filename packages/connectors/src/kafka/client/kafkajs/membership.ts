import kafkajs, { type Consumer, type Kafka } from "kafkajs";
import { type KafkaClientOptions, partitionId } from "../port.ts";
import { FEW_RETRIES } from "./connection.ts";
import { toKafkaError } from "./errors.ts";

export interface MembershipOptions {
  group: string;
  topics: readonly string[];
  metadataMaxAgeMs: number;
  sessionTimeoutMs: number;
  heartbeatIntervalMs: number;
}

/** How long closing waits for the group; leaving goes on behind it. */
const CLOSE_MS = 2000;
/** Pause before joining again after the group turned us away. */
const REJOIN_MS = 30_000;

/**
 * Membership of a consumer group for the sake of others: tools see a member and its committed offsets. Reading does not depend on it, so it
 * never holds up a start, and heartbeats go on by themselves however long no record is asked for. All its partitions are paused: kafkajs fetches nothing here.
 */
export class Membership {
  readonly #consumer: Consumer;
  readonly #options: MembershipOptions;
  readonly #log: KafkaClientOptions["log"];
  #running: Promise<void> = Promise.resolve();
  #joined = false;
  #closed = false;
  #pending: ReadonlyMap<string, number> | undefined;
  #committing: Promise<void> | undefined;
  /** What the broker has acknowledged, by partition id. */
  readonly committed = new Map<string, number>();

  constructor(kafka: Kafka, options: MembershipOptions, log: KafkaClientOptions["log"]) {
    this.#options = options;
    this.#log = log;
    this.#consumer = kafka.consumer({
      groupId: options.group,
      sessionTimeout: options.sessionTimeoutMs,
      heartbeatInterval: options.heartbeatIntervalMs,
      // The wait of a group with nothing to fetch: how often it looks whether a heartbeat is due.
      maxWaitTimeInMs: Math.min(500, options.heartbeatIntervalMs),
      metadataMaxAge: options.metadataMaxAgeMs,
      allowAutoTopicCreation: false,
      partitionAssigners: [kafkajs.PartitionAssigners.roundRobin],
      retry: { ...FEW_RETRIES, restartOnFailure: async () => !this.#closed },
    });
    this.#consumer.on(this.#consumer.events.GROUP_JOIN, ({ payload }) => {
      this.#consumer.pause(options.topics.map((topic) => ({ topic })));
      // Until its caller has gone on, kafkajs drops commits without a word.
      setImmediate(() => {
        this.#joined = true;
        this.#commitPending();
      });
      const assigned = Object.values(payload.memberAssignment).flat().length;
      log("debug", "Kafka: joined the consumer group", { group: options.group, memberId: payload.memberId, assigned });
    });
    this.#consumer.on(this.#consumer.events.COMMIT_OFFSETS, ({ payload }) => {
      for (const { topic, partitions } of payload.topics) {
        for (const { partition, offset } of partitions) this.committed.set(partitionId(topic, partition), Number(offset));
      }
    });
    this.#consumer.on(this.#consumer.events.CRASH, ({ payload }) => {
      this.#joined = false;
      if (payload.restart || this.#closed) return;
      log("warn", "Kafka: the consumer group refused us; reading goes on without it", {
        group: options.group,
        error: payload.error.message,
      });
      setTimeout(() => this.start(), REJOIN_MS).unref();
    });
    this.#consumer.on(this.#consumer.events.REBALANCING, () => {
      this.#joined = false;
    });
  }

  /** Begins to join. Returns at once. */
  start(): void {
    if (this.#closed) return;
    this.#running = this.#join().catch((thrown) => {
      if (this.#closed) return;
      const { message } = toKafkaError(thrown);
      this.#log("warn", "Kafka: joining the consumer group failed, trying again", { group: this.#options.group, error: message });
      setTimeout(() => this.start(), REJOIN_MS).unref();
    });
  }

  async #join(): Promise<void> {
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [...this.#options.topics] });
    if (!this.#closed) await this.#consumer.run({ autoCommit: false, eachBatch: async () => {} });
  }

  /** Commits soon; an older commit that waits is replaced. */
  commit(offsets: ReadonlyMap<string, number>): void {
    this.#pending = offsets;
    this.#commitPending();
  }

  #commitPending(): void {
    const offsets = this.#pending;
    if (offsets === undefined || !this.#joined || this.#committing !== undefined) return;
    this.#pending = undefined;
    const list = [...offsets].map(([id, offset]) => {
      const colon = id.lastIndexOf(":");
      return { topic: id.slice(0, colon), partition: Number(id.slice(colon + 1)), offset: String(offset) };
    });
    this.#committing = this.#consumer
      .commitOffsets(list)
      .catch((thrown) => {
        this.#log("debug", "Kafka: committing offsets failed", {
          group: this.#options.group,
          error: toKafkaError(thrown).message,
        });
        this.#pending ??= offsets;
      })
      .finally(() => {
        this.#committing = undefined;
        // A failed commit waits for the next one or for the next join; a newer one goes on.
        if (this.#pending !== offsets) this.#commitPending();
      });
  }

  /** Commits what waits, if that is possible now, and leaves the group. */
  async close(): Promise<void> {
    if (this.#closed) return;
    await Promise.race([this.#lastCommit(), new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())]);
    this.#closed = true;
    // kafkajs forgets to leave when it is still joining: disconnect again when that is over, so that no member stays behind.
    const left = this.#consumer
      .disconnect()
      .catch(() => {})
      .then(() => this.#running)
      .then(() => this.#consumer.disconnect())
      .catch(() => {});
    await Promise.race([left, new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())]);
  }

  async #lastCommit(): Promise<void> {
    await this.#committing;
    this.#commitPending();
    await this.#committing;
  }
}
