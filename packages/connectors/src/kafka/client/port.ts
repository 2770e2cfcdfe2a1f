/**
 * What Millrace needs of a Kafka cluster (design 9): a pull port, so that the engine decides when records come. `contract.ts` says in
 * checks what an adapter has to do; every adapter passes it against a real broker.
 *
 * A consumer reads all partitions of its topics by itself and is a member of its group only so that others see it and its offsets:
 * a processor has its group for itself, and waiting for a rebalance would delay every start by the session time-out of a member that died.
 */

/** `topic:partition`, the id of a partition in checkpoints. */
export function partitionId(topic: string, partition: number): string {
  return `${topic}:${partition}`;
}

export interface TopicPartition {
  topic: string;
  partition: number;
}

export interface KafkaHeader {
  key: string;
  value: Uint8Array | null;
}

export interface KafkaRecord extends TopicPartition {
  offset: number;
  /** Milliseconds since 1970: the producer's, or the broker's where the topic says so. */
  timestamp: number;
  key: Uint8Array | null;
  value: Uint8Array | null;
  headers: KafkaHeader[];
  /** Bytes of key, value and headers. */
  size: number;
}

/** A record to produce. The partition follows from the key as the Java client chooses it; without a key they take turns. */
export interface OutgoingRecord {
  topic: string;
  key: Uint8Array | null;
  value: Uint8Array | null;
  headers: KafkaHeader[];
}

export type Compression = "none" | "gzip" | "snappy" | "lz4" | "zstd";

/**
 * Why an operation failed.
 * - `authentication`: the broker refused the credentials
 * - `authorization`: the user may not do this
 * - `unreachable`: no broker answered, or none that leads the partition; may pass
 * - `unknown-topic`: there is no such topic; may pass
 * - `too-large`: a record or batch is over the broker's limit
 * - `rejected`: anything else that trying again does not change
 */
export type KafkaErrorKind = "authentication" | "authorization" | "unreachable" | "unknown-topic" | "too-large" | "rejected";

/** The only error that operations of the port throw. Its text never holds secrets. */
export class KafkaError extends Error {
  override readonly name = "KafkaError";
  readonly kind: KafkaErrorKind;

  constructor(kind: KafkaErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }

  /** Whether the same operation may succeed a little later. */
  get mayPass(): boolean {
    return this.kind === "unreachable" || this.kind === "unknown-topic";
  }
}

export type LogLevel = "debug" | "info" | "warn" | "error";

export interface KafkaClientOptions {
  /** `host:port` of brokers to start from. */
  bootstrap: readonly string[];
  clientId: string;
  sasl?: { mechanism: "PLAIN"; username: string; password: string };
  /** TLS to the brokers; the system's certificate authorities unless `ca` is given (PEM). */
  tls?: { ca?: string; certificate?: string; key?: string; passphrase?: string };
  /** No connection after so long is an error. Default 30 s (engine.md 1.7). */
  connectTimeoutMs?: number;
  requestTimeoutMs?: number;
  /** An operation that fails for so long in a row, brokers being away, is an error. Default 60 s. */
  outageMs?: number;
  /** How often topics are looked at for new partitions. Default 3 s. */
  metadataMaxAgeMs?: number;
  log(level: LogLevel, message: string, fields?: Record<string, unknown>): void;
}

export interface ConsumerOptions {
  topics: readonly string[];
  /** Group to be a member of and to commit to; `undefined`: none. */
  group?: string;
  /** Offsets to start at, by partition id. They win over those committed to the group. */
  positions?: ReadonlyMap<string, number>;
  /** Where partitions start that have neither, and those that appear later. */
  reset: "earliest" | "latest";
  /** Default: only records of committed transactions. */
  readUncommitted?: boolean;
  sessionTimeoutMs?: number;
  heartbeatIntervalMs?: number;
  fetchMinBytes?: number;
  /** Bytes of one answer of a broker, and those of one partition in it. A single larger record still comes. */
  fetchMaxBytes?: number;
  partitionMaxBytes?: number;
  /** Bytes held back for the next polls, over all partitions. Default 16 MB. */
  bufferBytes?: number;
}

export interface Poll {
  /** In the order of each partition; partitions take turns. */
  records: KafkaRecord[];
  /** All partitions with the offsets that come next, whenever the set has changed since the last poll; with the first one always. */
  assigned?: (TopicPartition & { offset: number })[];
}

export interface PartitionProgress extends TopicPartition {
  /** Offset of the next record that a poll gives. */
  position: number;
  /** Offset that the next record produced will get; `undefined` until a fetch has told. */
  end: number | undefined;
  /** Last offset committed to the group by this consumer. */
  committed: number | undefined;
}

export interface KafkaConsumer {
  /**
   * Waits at most so long for records and gives at most so many, and at most so many bytes (one record comes in any case). Called by one
   * reader, never twice at a time. Between polls the consumer fetches ahead, up to its buffer, and stays in its group however long a poll does not come.
   * Rejects with a {@link KafkaError} once brokers were away for `outageMs`, or at once for what does not pass; the consumer is of no use then.
   */
  poll(maxWaitMs: number, limits: { records: number; bytes: number }): Promise<Poll>;
  /** Polls leave these partitions out, and only these. */
  pause(partitionIds: ReadonlySet<string>): void;
  /** Ends a waiting poll with no records. */
  wake(): void;
  /** Tells the group, some time soon; the newest wins. Failures are logged. No group: does nothing. */
  commit(offsets: ReadonlyMap<string, number>): void;
  progress(): PartitionProgress[];
  /** Leaves the group after a last commit, and lets go of the connections. */
  close(): Promise<void>;
}

export interface ProducerOptions {
  acks: -1 | 0 | 1;
  compression: Compression;
}

export interface KafkaProducer {
  /**
   * Resolves when the brokers have acknowledged all records (`acks` 0: when they were sent). Records of one partition are written in their order.
   * On an error some may have been written and some not.
   */
  send(records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

export interface KafkaClient {
  /** Rejects when no broker answered within `connectTimeoutMs`, or one refused the credentials. */
  connect(): Promise<void>;
  /** Partition numbers of a topic, ascending; `unknown-topic` if there is none. Never creates topics. */
  partitions(topic: string): Promise<number[]>;
  /** First offset there is, or the one that the next record will get, by partition id. */
  listOffsets(partitions: readonly TopicPartition[], at: "earliest" | "latest"): Promise<Map<string, number>>;
  /** Offsets that a group has committed, by partition id; those without are left out. */
  committedOffsets(group: string, partitions: readonly TopicPartition[]): Promise<Map<string, number>>;
  /** Ready when the start of every partition is settled: what is produced to a `latest` partition afterwards is read. */
  consumer(options: ConsumerOptions): Promise<KafkaConsumer>;
  producer(options: ProducerOptions): Promise<KafkaProducer>;
  /** Closes the connections of the client itself; consumers and producers are closed on their own. */
  close(): Promise<void>;
}
