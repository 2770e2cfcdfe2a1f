import kafkajs, { type Kafka, type KafkaConfig, type LogEntry } from "kafkajs";
import type { KafkaClientOptions } from "../port.ts";
import { registerCodecs } from "./codecs.ts";
import { openSocket } from "./socket.ts";

/** kafkajs answers the caller; it need not try for long by itself. */
export const FEW_RETRIES = { retries: 2, initialRetryTime: 150, maxRetryTime: 1000 };

/** After each answer kafkajs arms a timer with a negative delay, and Node prints a warning about it once a process. */
function dropTimerWarning(): void {
  const emitWarning = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    const named = rest[0] as string | { type?: string } | undefined;
    const type = typeof named === "object" ? named.type : named;
    if (type !== "TimeoutNegativeWarning") Reflect.apply(emitWarning, process, [warning, ...rest]);
  }) as typeof process.emitWarning;
}

let prepared = false;

/** The cluster as kafkajs addresses it. Its log lines become debug lines: what matters reaches the caller as an error or is said by us. */
export function createKafka(options: KafkaClientOptions): Kafka {
  if (!prepared) {
    prepared = true;
    registerCodecs();
    dropTimerWarning();
  }
  const connectTimeoutMs = options.connectTimeoutMs ?? 30_000;
  const config: KafkaConfig = {
    clientId: options.clientId,
    brokers: [...options.bootstrap],
    // A third each, so that a broker that does not answer leaves time for the next of the list.
    connectionTimeout: Math.ceil(connectTimeoutMs / 3),
    authenticationTimeout: Math.ceil(connectTimeoutMs / 3),
    requestTimeout: options.requestTimeoutMs ?? 30_000,
    retry: FEW_RETRIES,
    socketFactory: openSocket,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry: LogEntry) => options.log("debug", `kafkajs: ${entry.log.message}`, { namespace: entry.namespace }),
  };
  if (options.sasl !== undefined) {
    config.sasl = { mechanism: "plain", username: options.sasl.username, password: options.sasl.password };
  }
  if (options.tls !== undefined) {
    const { ca, certificate, key, passphrase } = options.tls;
    config.ssl = {
      ...(ca && { ca: [ca] }),
      ...(certificate && { cert: certificate }),
      ...(key && { key }),
      ...(passphrase && { passphrase }),
    };
  }
  return new kafkajs.Kafka(config);
}
