/** The other side of a suite: topics, records with transactions or odd timestamps, groups seen from outside, and the Java command line clients. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { Kafka, logLevel, type Message, type Producer } from "kafkajs";
import { installBroker } from "./install.ts";

let counter = 0;

/** A name not used before on this broker. */
export function uniqueName(stem: string): string {
  counter++;
  return `${stem}-${process.pid}-${counter}`;
}

export class Peer {
  readonly bootstrap: string;
  readonly #kafka: Kafka;
  readonly #producers: Producer[] = [];

  constructor(bootstrap: string) {
    this.bootstrap = bootstrap;
    this.#kafka = new Kafka({ clientId: "suite", brokers: [bootstrap], logLevel: logLevel.NOTHING });
  }

  async #admin<T>(run: (admin: ReturnType<Kafka["admin"]>) => Promise<T>): Promise<T> {
    const admin = this.#kafka.admin();
    await admin.connect();
    try {
      return await run(admin);
    } finally {
      await admin.disconnect();
    }
  }

  /** Makes a topic with a fresh name and gives the name. */
  async topic(numPartitions = 1, config: Record<string, string> = {}): Promise<string> {
    const topic = uniqueName("topic");
    const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
    const made = { topics: [{ topic, numPartitions, replicationFactor: 1, configEntries }], waitForLeaders: true };
    await this.#admin((admin) => admin.createTopics(made));
    return topic;
  }

  addPartitions(topic: string, count: number): Promise<unknown> {
    return this.#admin((admin) => admin.createPartitions({ topicPartitions: [{ topic, count }] }));
  }

  deleteRecords(topic: string, before: number): Promise<unknown> {
    return this.#admin(async (admin) => {
      await admin.fetchTopicOffsets(topic); // it deletes only from topics it has heard of
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(before) }] });
    });
  }

  /** State of a group, `Empty` or `Dead` when nobody is in it, and how many members it has. */
  async group(groupId: string): Promise<{ state: string; members: string[] }> {
    const { groups } = await this.#admin((admin) => admin.describeGroups([groupId]));
    return { state: groups[0]?.state ?? "Dead", members: (groups[0]?.members ?? []).map((member) => member.memberId) };
  }

  async committed(groupId: string, topic: string): Promise<number[]> {
    const [found] = await this.#admin((admin) => admin.fetchOffsets({ groupId, topics: [topic] }));
    return (found?.partitions ?? []).sort((a, b) => a.partition - b.partition).map((it) => Number(it.offset));
  }

  async producer(options: Parameters<Kafka["producer"]>[0] = {}): Promise<Producer> {
    const producer = this.#kafka.producer(options);
    await producer.connect();
    this.#producers.push(producer);
    return producer;
  }

  transactionalProducer(): Promise<Producer> {
    return this.producer({ transactionalId: uniqueName("tx"), idempotent: true, maxInFlightRequests: 1 });
  }

  async produce(topic: string, messages: Message[]): Promise<void> {
    const producer = this.#producers[0] ?? (await this.producer());
    await producer.send({ topic, messages });
  }

  async close(): Promise<void> {
    await Promise.all(this.#producers.map((producer) => producer.disconnect()));
  }

  /** Runs one of the broker's own command line clients with the text as its input, and gives what it prints. */
  async java(main: string, args: string[], input = ""): Promise<string> {
    const jvm = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"];
    const classPath = join(installBroker(), "*");
    const child = spawn("java", [
      ...jvm,
      "-cp",
      classPath,
      `org.apache.kafka.tools.${main}`,
      "--bootstrap-server",
      this.bootstrap,
      ...args,
    ]);
    let output = "";
    let errors = "";
    child.stdout.on("data", (bytes) => (output += bytes));
    child.stderr.on("data", (bytes) => (errors += bytes));
    child.stdin.end(input);
    const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
    if (code !== 0) throw new Error(`${main} ended with ${code}: ${errors}`);
    return output;
  }
}
