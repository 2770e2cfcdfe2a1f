/**
 * The whole path with real input: real flights through a real Kafka broker, an hourly roll-up defined over the Admin API, results back in
 * Kafka and late flights in the dead letters. Every window is compared with the same numbers computed here in plain code:
 * once straight, once with the server killed five times in the middle.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { Kafka, logLevel } from "kafkajs";
import type { Flight, PartitionPlan } from "../../examples/flights/flights.ts";
import { type Broker, startBroker } from "../kafka/broker.ts";
import { missingToolchain } from "../kafka/install.ts";
import { check, finish, unavailable, until } from "../support/check.ts";
import { Millrace } from "../support/millrace.ts";

const FLIGHTS = 320_000;
const PARTITIONS = 4;
const LATE = 1_000;
const KILLS = 5;
const HOUR = 3_600_000;

const example = fileURLToPath(new URL("../../examples/flights/", import.meta.url));
const pipeline = JSON.parse(readFileSync(join(example, "pipeline.json"), "utf8"));
const folder = mkdtempSync(join(tmpdir(), "millrace-flights-"));

interface Departures {
  origin: string;
  start: string;
  flights: number;
  delayed: number;
  averageDelay: number;
  longestKilometres: number;
}

/** The same roll-up in plain code. */
function expectedWindows(plans: readonly PartitionPlan[]): Map<string, Departures> {
  const groups = new Map<string, { delays: number[]; delayed: number; longest: number }>();
  for (const flight of plans.flatMap((plan) => plan.onTime)) {
    if (flight.distance <= 0) continue;
    const start = new Date(Math.floor(Date.parse(flight.date) / HOUR) * HOUR).toISOString();
    const key = `${start} ${flight.origin}`;
    const group = groups.get(key) ?? { delays: [], delayed: 0, longest: Number.NEGATIVE_INFINITY };
    groups.set(key, group);
    group.delays.push(flight.delay);
    if (flight.delay > 15) group.delayed++;
    group.longest = Math.max(group.longest, flight.distance * 1.609344);
  }
  return new Map(
    [...groups].map(([key, { delays, delayed, longest }]) => [
      key,
      {
        origin: key.slice(25),
        start: key.slice(0, 24),
        flights: delays.length,
        delayed,
        averageDelay: delays.reduce((sum, delay) => sum + delay, 0) / delays.length,
        longestKilometres: longest,
      },
    ]),
  );
}

class Topics {
  readonly #kafka: Kafka;

  constructor(bootstrap: string) {
    this.#kafka = new Kafka({ clientId: "flights-suite", brokers: [bootstrap], logLevel: logLevel.NOTHING });
  }

  async create(topic: string, numPartitions: number): Promise<void> {
    const admin = this.#kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions, replicationFactor: 1 }], waitForLeaders: true });
    await admin.disconnect();
  }

  /** Sends each partition's flights in order; `pace(sent)` runs between rounds. */
  async produce(
    topic: string,
    lists: readonly Flight[][],
    pace: (sent: number) => Promise<void> = async () => {},
  ): Promise<void> {
    const producer = this.#kafka.producer({ maxInFlightRequests: 1, idempotent: true });
    await producer.connect();
    const round = 2_500;
    let sent = 0;
    for (let from = 0; lists.some((list) => from < list.length); from += round) {
      for (const [partition, list] of lists.entries()) {
        const messages = list.slice(from, from + round).map((flight) => ({ value: JSON.stringify(flight), partition }));
        if (messages.length > 0) await producer.send({ topic, messages, acks: -1 });
        sent += messages.length;
      }
      await pace(sent);
    }
    await producer.disconnect();
  }

  /** Everything in a topic now, by partition in order. */
  async readAll(topic: string): Promise<{ key: string; value: string }[]> {
    const admin = this.#kafka.admin();
    await admin.connect();
    const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]));
    await admin.disconnect();
    const total = [...ends.values()].reduce((sum, high) => sum + high, 0);
    const found: { key: string; value: string }[] = [];
    if (total === 0) return found;
    const consumer = this.#kafka.consumer({ groupId: `reader-${topic}-${Date.now()}` });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${found.length} of ${total} records of ${topic} after 60 s`)), 60_000);
      void consumer.run({
        eachBatch: async ({ batch }) => {
          for (const { key, value, offset } of batch.messages) {
            if (Number(offset) < ends.get(batch.partition)!) found.push({ key: String(key), value: String(value) });
          }
          if (found.length >= total) {
            clearTimeout(timer);
            resolve();
          }
        },
      });
    });
    await consumer.disconnect();
    return found;
  }
}

/** Rows `n` of the flights in the dead-letter files, each with how often it stands there. */
function deadLetters(millrace: Millrace): Map<number, number> {
  const directory = join(millrace.data, "dead-letters");
  const counts = new Map<number, number>();
  if (!existsSync(directory)) return counts;
  for (const name of readdirSync(directory)) {
    for (const line of readFileSync(join(directory, name), "utf8").split("\n")) {
      if (line === "") continue;
      const letter = JSON.parse(line);
      if (letter.errInfo.reason !== "Input document arrived late." || letter.operatorName !== "TumblingWindowOperator") {
        throw new Error(`unexpected dead letter: ${line}`);
      }
      counts.set(letter.doc.n, (counts.get(letter.doc.n) ?? 0) + 1);
    }
  }
  return counts;
}

function compare(expected: ReadonlyMap<string, Departures>, records: readonly { key: string; value: string }[]): number {
  const seen = new Map<string, Departures>();
  let duplicates = 0;
  for (const { key, value } of records) {
    const result: Departures = JSON.parse(value);
    const name = `${result.start} ${result.origin}`;
    if (key !== result.origin) throw new Error(`key ${key} on the result of ${name}`);
    const before = seen.get(name);
    if (before !== undefined) {
      duplicates++;
      if (!isDeepStrictEqual(before, result))
        throw new Error(`two different results for ${name}: ${JSON.stringify(before)} and ${value}`);
    }
    seen.set(name, result);
    const want = expected.get(name);
    if (want === undefined) throw new Error(`a window that should not be: ${value}`);
    if (!isDeepStrictEqual(want, result)) throw new Error(`wrong window: ${value} instead of ${JSON.stringify(want)}`);
  }
  const missing = [...expected.keys()].filter((name) => !seen.has(name));
  if (missing.length > 0) throw new Error(`${missing.length} windows are missing, the first is ${missing[0]}`);
  return duplicates;
}

/** One run over its own topics and workspace. `kills`: how often the server gets a SIGKILL while the flights come in. */
async function run(broker: Broker, plans: readonly PartitionPlan[], name: string, kills: number): Promise<string> {
  const topics = new Topics(broker.bootstrap);
  const [input, output] = [`flights-${name}`, `departures-${name}`];
  await topics.create(input, PARTITIONS);
  await topics.create(output, 2);

  const config = join(folder, `${name}.yaml`);
  writeFileSync(config, 'processors:\n  - match: "*/*"\n    checkpointInterval: 1s\n');
  const millrace = await new Millrace(join(folder, name), ["--no-demo", "--config", config]).start();
  try {
    const { client } = millrace;
    await client.expect(
      200,
      "POST",
      "/streams",
      { name: "air", dataProcessRegion: { cloudProvider: "AWS", region: "VIRGINIA_USA" }, streamConfig: { tier: "SP10" } },
      "2023-02-01",
    );
    await client.expect(
      200,
      "POST",
      "/streams/air/connections",
      { name: "broker", type: "Kafka", bootstrapServers: broker.bootstrap, security: { protocol: "PLAINTEXT" } },
      "2023-02-01",
    );
    const stages = structuredClone(pipeline);
    stages[0].$source.topic = input;
    stages.at(-1).$emit.topic = output;
    await client.expect(200, "POST", "/streams/air/processor", { name: "departures", pipeline: stages }, "2024-05-30");
    await client.expect(200, "POST", "/streams/air/processor/departures:start", undefined, "2024-05-30");

    const total = plans.reduce((sum, plan) => sum + plan.onTime.length + plan.late.length + 1, 0);
    const started = Date.now();
    const stats = async () =>
      (await millrace.client.expect(200, "GET", "/streams/air/processor/departures", undefined, "2024-05-30")).stats;
    let killed = 0;
    let kill = Promise.resolve();
    await topics.produce(
      input,
      plans.map((plan) => [...plan.onTime, plan.closing, ...plan.late]),
      async (sent) => {
        if (killed >= kills || sent < ((killed + 1) * total) / (kills + 1)) return;
        killed++;
        // The engine is in the middle of what has been sent; the producer goes on while the server is down and comes back.
        await kill;
        await until("processing before the next kill", async () => (await stats())?.inputMessageCount > 0, 60_000);
        kill = millrace.end("SIGKILL").then(async () => void (await millrace.start()));
      },
    );
    await kill;

    const expected = expectedWindows(plans);
    const late = new Set(plans.flatMap((plan) => plan.late.filter((flight) => flight.distance > 0).map((flight) => flight.n)));
    await until("all late flights in the dead letters", () => deadLetters(millrace).size >= late.size, 120_000);
    await until("no lag", async () => (await stats())?.kafkaTotalOffsetLag === 0, 60_000);
    const seconds = (Date.now() - started) / 1000;
    await millrace.client.expect(200, "POST", "/streams/air/processor/departures:stop", undefined, "2024-05-30");

    const duplicates = compare(expected, await topics.readAll(output));
    const letters = deadLetters(millrace);
    const strangers = [...letters.keys()].filter((n) => !late.has(n));
    if (strangers.length > 0 || letters.size !== late.size) {
      throw new Error(`${letters.size} flights in the dead letters instead of ${late.size}; ${strangers.length} were not late`);
    }
    const again = [...letters.values()].reduce((sum, count) => sum + count - 1, 0);
    if (kills === 0 && (duplicates > 0 || again > 0))
      throw new Error(`${duplicates} windows and ${again} dead letters twice without a crash`);
    return `${total} flights, ${expected.size} windows, ${late.size} late, ${killed} kills, ${duplicates}+${again} duplicates, ${seconds.toFixed(1)} s`;
  } finally {
    const code = await millrace.end("SIGTERM");
    if (code !== 0)
      console.log(
        `millrace serve ended with ${code}; its log:\n${readFileSync(join(folder, name, "serve.log"), "utf8").slice(-3000)}`,
      );
  }
}

const missing = missingToolchain();
if (missing !== undefined) unavailable(missing);

execFileSync("npm", ["ci", "--loglevel=error", "--no-fund", "--no-audit"], {
  cwd: example,
  stdio: ["ignore", 2, 2],
  shell: process.platform === "win32",
});
const { arrange, readFlights } = await import("../../examples/flights/flights.ts");
const flights = await readFlights(FLIGHTS);
const plans = arrange(flights, { partitions: PARTITIONS, late: LATE, seed: 20010101 });
const broker = await startBroker({ folder: join(folder, "broker") });
try {
  await check(
    `${FLIGHTS} flights straight: every window right, late ones in the dead letters`,
    () => run(broker, plans, "straight", 0),
    300_000,
  );
  await check(`the same with ${KILLS} kills: no window wrong or missing`, () => run(broker, plans, "kills", KILLS), 420_000);
} finally {
  await broker.stop();
  rmSync(folder, { recursive: true, force: true });
}
finish();
