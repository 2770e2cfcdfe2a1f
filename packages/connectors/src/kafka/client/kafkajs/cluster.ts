import kafkajs, { type Broker, type Cluster, type Consumer, type Kafka } from "kafkajs";
import { KafkaError, partitionId, type TopicPartition } from "../port.ts";
import { FEW_RETRIES } from "./connection.ts";
import { toKafkaError } from "./errors.ts";
import { checkTopicName, type FetchedPartition } from "./records.ts";

export interface FetchRequest {
  nodeId: number;
  readUncommitted: boolean;
  maxWaitMs: number;
  minBytes: number;
  maxBytes: number;
  partitions: readonly { topic: string; partition: number; fetchOffset: number; maxBytes: number }[];
}

export interface FetchedTopic {
  topicName: string;
  partitions: FetchedPartition[];
}

/** Partitions as kafkajs's requests want them: gathered by topic. */
function byTopic<T extends TopicPartition, R>(
  partitions: readonly T[],
  map: (partition: T) => R,
): { topic: string; partitions: R[] }[] {
  const topics = new Map<string, R[]>();
  for (const one of partitions) {
    const list = topics.get(one.topic) ?? [];
    list.push(map(one));
    topics.set(one.topic, list);
  }
  return [...topics].map(([topic, list]) => ({ topic, partitions: list }));
}

/**
 * Requests to the brokers of a cluster, one at a time. kafkajs hands its connections to partition assigners, and so to us, as objects of
 * its public types; the consumer they come from is never run and joins no group. All methods reject with a `KafkaError`.
 */
export class ClusterConnection {
  readonly #consumer: Consumer;
  readonly #cluster: Cluster;

  constructor(kafka: Kafka, metadataMaxAgeMs: number, readUncommitted = false) {
    let cluster: Cluster | undefined;
    this.#consumer = kafka.consumer({
      groupId: "never-joined",
      metadataMaxAge: metadataMaxAgeMs,
      allowAutoTopicCreation: false,
      readUncommitted,
      retry: FEW_RETRIES,
      partitionAssigners: [
        (config) => {
          cluster = config.cluster;
          return kafkajs.PartitionAssigners.roundRobin(config);
        },
      ],
    });
    if (cluster === undefined) throw new KafkaError("rejected", "this version of kafkajs does not give its cluster to assigners");
    this.#cluster = cluster;
  }

  connect(): Promise<void> {
    return this.#run(() => this.#consumer.connect());
  }

  /** Learns the partitions of a topic and keeps them up to date with {@link refresh}. */
  addTopic(topic: string): Promise<void> {
    return this.#run(() => {
      checkTopicName(topic);
      return this.#cluster.addMultipleTargetTopics([topic]);
    }, `topic '${topic}'`);
  }

  refresh(): Promise<void> {
    return this.#run(() => this.#cluster.refreshMetadata());
  }

  /** Partitions of an added topic with the node that leads them; no node while there is none. */
  partitions(topic: string): { partition: number; leader: number | undefined }[] {
    return this.#cluster
      .findTopicPartitionMetadata(topic)
      .map(({ partitionId: partition, leader }) => ({ partition, leader: leader >= 0 ? leader : undefined }))
      .sort((a, b) => a.partition - b.partition);
  }

  /** By partition id; every partition is in it. The topics must have been added. */
  async listOffsets(partitions: readonly TopicPartition[], at: "earliest" | "latest"): Promise<Map<string, number>> {
    if (partitions.length === 0) return new Map();
    const topics = byTopic(partitions, ({ partition }) => ({ partition })).map((it) => ({
      ...it,
      fromBeginning: at === "earliest",
    }));
    const found = new Map<string, number>();
    for (const topic of await this.#run(() => this.#cluster.fetchTopicsOffset(topics))) {
      for (const { partition, offset } of topic.partitions) found.set(partitionId(topic.topic, partition), Number(offset));
    }
    const lost = partitions.find((it) => !found.has(partitionId(it.topic, it.partition)));
    if (lost) throw new KafkaError("unreachable", `partition ${lost.partition} of topic '${lost.topic}' has no leader`);
    return found;
  }

  /** By partition id; those without a committed offset are left out. */
  async committedOffsets(groupId: string, partitions: readonly TopicPartition[]): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    if (partitions.length === 0) return found;
    // The types ask for offsets in a request that is made to learn them.
    const topics = byTopic(partitions, ({ partition }) => ({ partition, offset: "0" }));
    const { responses } = await this.#run(async () =>
      (await this.#cluster.findGroupCoordinator({ groupId })).offsetFetch({ groupId, topics }),
    );
    for (const topic of responses) {
      for (const { partition, offset } of topic.partitions) {
        if (Number(offset) >= 0) found.set(partitionId(topic.topic, partition), Number(offset));
      }
    }
    return found;
  }

  async fetch(request: FetchRequest): Promise<FetchedTopic[]> {
    const topics = byTopic(request.partitions, ({ partition, fetchOffset, maxBytes }) => ({
      partition,
      fetchOffset: String(fetchOffset),
      maxBytes,
    }));
    const answer = await this.#run(async () => {
      const broker: Broker = await this.#cluster.findBroker({ nodeId: String(request.nodeId) });
      return broker.fetch({
        isolationLevel: request.readUncommitted ? 0 : 1,
        maxWaitTime: request.maxWaitMs,
        minBytes: request.minBytes,
        maxBytes: request.maxBytes,
        topics,
      });
    });
    return (answer as { responses: FetchedTopic[] }).responses;
  }

  async close(): Promise<void> {
    await this.#consumer.disconnect().catch(() => {});
  }

  async #run<T>(request: () => Promise<T>, about?: string): Promise<T> {
    try {
      return await request();
    } catch (thrown) {
      const error = toKafkaError(thrown);
      throw about === undefined ? error : new KafkaError(error.kind, `${about}: ${error.message}`, { cause: error });
    }
  }
}
