/**
 * A real Apache Kafka broker (one KRaft node, broker and controller) on loopback, for suites that need a peer.
 * Group settings are the broker's defaults; topics are never created by themselves unless `properties` say so.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installBroker } from "./install.ts";

/** The user of the SASL listener. */
export const SASL_USER = { username: "alice", password: "alice-secret" };

export interface Broker {
  /** `127.0.0.1:port`, PLAINTEXT. */
  readonly bootstrap: string;
  /** `127.0.0.1:port`, SASL_PLAINTEXT with mechanism PLAIN; user {@link SASL_USER}. */
  readonly saslBootstrap: string;
  readonly folder: string;
  /** Ends it as an operator does: SIGTERM, and waits. */
  stop(): Promise<void>;
  /** SIGKILL, and waits until the process is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same ports and data. */
  restart(): Promise<void>;
}

export interface BrokerOptions {
  /** Holds configuration, data and log, and may be one used before. Default: a temporary one, removed by `stop`. */
  folder?: string;
  /** Further lines of `server.properties`; they win over the defaults here. */
  properties?: Record<string, string>;
  /** How long it may take until ready. */
  readyMs?: number;
}

/** Ports that nobody listens on, distinct from each other. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function serverProperties(data: string, [plain, sasl, controller]: number[], more: Record<string, string>): string {
  const listeners = `PLAINTEXT://127.0.0.1:${plain},SASL_PLAINTEXT://127.0.0.1:${sasl}`;
  const login = "org.apache.kafka.common.security.plain.PlainLoginModule required";
  const properties: Record<string, string> = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.quorum.voters": `1@127.0.0.1:${controller}`,
    listeners: `${listeners},CONTROLLER://127.0.0.1:${controller}`,
    "advertised.listeners": listeners,
    "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT",
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "PLAINTEXT",
    "sasl.enabled.mechanisms": "PLAIN",
    "listener.name.sasl_plaintext.plain.sasl.jaas.config": `${login} user_${SASL_USER.username}="${SASL_USER.password}";`,
    "log.dirs": data,
    "num.partitions": "1",
    "auto.create.topics.enable": "false",
    // One node cannot replicate; few internal partitions start sooner.
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "3",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "3",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "share.coordinator.state.topic.num.partitions": "1",
    "num.network.threads": "2",
    "num.io.threads": "2",
    "log.cleaner.dedupe.buffer.size": "2097152",
    "log.cleaner.io.buffer.size": "65536",
    ...more,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

class LocalBroker implements Broker {
  readonly bootstrap: string;
  readonly saslBootstrap: string;
  readonly folder: string;
  readonly #readyMs: number;
  readonly #temporary: boolean;
  #child: ChildProcess | undefined;
  /** A suite that ends early must not leave its broker behind. */
  readonly #atExit = () => this.#child?.kill("SIGKILL");

  constructor(folder: string, ports: number[], readyMs: number, temporary: boolean) {
    this.folder = folder;
    this.bootstrap = `127.0.0.1:${ports[0]}`;
    this.saslBootstrap = `127.0.0.1:${ports[1]}`;
    this.#readyMs = readyMs;
    this.#temporary = temporary;
  }

  get #configuration(): string {
    return join(this.folder, "server.properties");
  }

  #java(logLevel: string, main: string[]): string[] {
    return [
      ...["-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"],
      ...[`-Dorg.slf4j.simpleLogger.defaultLogLevel=${logLevel}`, "-cp", join(installBroker(), "*"), ...main],
    ];
  }

  /** Gives the data folder its cluster id. */
  format(): void {
    const clusterId = "bWlsbHJhY2UtY29uZm9ybQ";
    const args = this.#java("error", ["kafka.tools.StorageTool", "format", "-t", clusterId, "-c", this.#configuration]);
    const run = spawnSync("java", args, { encoding: "utf8" });
    if (run.status !== 0) throw new Error(`formatting the Kafka data folder failed: ${run.stdout}${run.stderr}`);
  }

  async restart(): Promise<void> {
    if (this.#child !== undefined) throw new Error("the broker is running");
    const logFile = join(this.folder, "kafka.log");
    const log = openSync(logFile, "w");
    const child = spawn("java", this.#java("info", ["kafka.Kafka", this.#configuration]), { stdio: ["ignore", log, log] });
    closeSync(log);
    this.#child = child;
    process.on("exit", this.#atExit);
    const deadline = Date.now() + this.#readyMs;
    while (!readFileSync(logFile, "utf8").includes("Kafka Server started")) {
      if (child.exitCode !== null || Date.now() > deadline) {
        const tail = readFileSync(logFile, "utf8").slice(-2000);
        await this.kill();
        throw new Error(`the Kafka broker did not start: ${tail}`);
      }
      await sleep(50);
    }
  }

  async stop(): Promise<void> {
    await this.#end("SIGTERM");
    if (this.#temporary) rmSync(this.folder, { recursive: true, force: true });
  }

  kill(): Promise<void> {
    return this.#end("SIGKILL");
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    process.off("exit", this.#atExit);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    const forced = setTimeout(() => child.kill("SIGKILL"), 20_000);
    await gone;
    clearTimeout(forced);
  }
}

/** Starts a broker on free ports and resolves when it serves. A folder that was used before keeps its data. */
export async function startBroker({ folder: given, properties = {}, readyMs = 60_000 }: BrokerOptions = {}): Promise<Broker> {
  const folder = given ?? mkdtempSync(join(tmpdir(), "millrace-kafka-"));
  const data = join(folder, "data");
  mkdirSync(folder, { recursive: true });
  const ports = await freePorts(3);
  writeFileSync(join(folder, "server.properties"), serverProperties(data, ports, properties));
  const broker = new LocalBroker(folder, ports, readyMs, given === undefined);
  if (!existsSync(join(data, "meta.properties"))) broker.format();
  await broker.restart();
  return broker;
}
