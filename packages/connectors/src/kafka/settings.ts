import { type Connection, type ConnectorContext, ProcessorError } from "@millrace/engine";
import type { Document, Value } from "@millrace/mql";
import type { KafkaClientOptions } from "./client/port.ts";

/** Keys of a connection's `config` that the language names (engine.md 3.1); others are ignored with a warning. */
const consumerKeys = [
  "allow.auto.create.topics",
  "auto.offset.reset",
  "client.dns.lookup",
  "client.id",
  "connections.max.idle.ms",
  "fetch.max.bytes",
  "fetch.min.bytes",
  "group.id",
  "heartbeat.interval.ms",
  "isolation.level",
  "max.partition.fetch.bytes",
  "max.poll.interval.ms",
  "request.timeout.ms",
  "session.timeout.ms",
] as const;

const producerKeys = [
  "acks",
  "batch.size",
  "client.dns.lookup",
  "client.id",
  "compression.type",
  "connections.max.idle.ms",
  "delivery.timeout.ms",
  "enable.idempotence",
  "linger.ms",
  "max.in.flight.requests.per.connection",
  "message.max.bytes",
  "queue.buffering.max.messages",
  "request.timeout.ms",
  "retries",
  "transactional.id",
] as const;

export type ConfigKey = (typeof consumerKeys)[number] | (typeof producerKeys)[number];

const knownKeys: ReadonlySet<string> = new Set<string>([...consumerKeys, ...producerKeys]);

/** The settings of a Kafka connection (admin-api.md 9.3), understood. */
export class KafkaSettings {
  readonly #settings: Document;
  readonly #connectionName: string;
  readonly #context: ConnectorContext;

  constructor(connection: Connection, context: ConnectorContext) {
    this.#settings = connection.settings;
    this.#connectionName = connection.name;
    this.#context = context;
    for (const key of Object.keys(this.#config)) {
      if (!knownKeys.has(key)) context.log("warn", `Kafka connection '${connection.name}': the config key '${key}' is ignored`);
    }
  }

  get #config(): Document {
    return (this.#settings.config ?? {}) as Document;
  }

  /** A value of `config` as it was given; `undefined` if it was not. */
  text(key: ConfigKey): string | undefined {
    const value = Object.hasOwn(this.#config, key) ? this.#config[key] : undefined;
    return value === undefined || value === null ? undefined : String(value);
  }

  /** A whole number of `config`; anything else is ignored with a warning. */
  number(key: ConfigKey): number | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    if (/^\d{1,15}$/.test(text.trim())) return Number(text);
    this.#context.log(
      "warn",
      `Kafka connection '${this.#connectionName}': the config key '${key}' is not a whole number and is ignored`,
    );
    return undefined;
  }

  /** One of the allowed texts; anything else is ignored with a warning. */
  choice<T extends string>(key: ConfigKey, allowed: readonly T[]): T | undefined {
    const text = this.text(key);
    if (text === undefined || allowed.includes(text as T)) return text as T | undefined;
    const rule = `must be one of ${allowed.join(", ")}`;
    this.#context.log("warn", `Kafka connection '${this.#connectionName}': the config key '${key}' ${rule} and is ignored`);
    return undefined;
  }

  /** Rejects settings that cannot work with a `ProcessorError` 420. */
  clientOptions(): KafkaClientOptions {
    const { processorName } = this.#context;
    return {
      bootstrap: this.#bootstrap(),
      clientId: this.text("client.id") ?? `millrace-${this.#context.processorId}`,
      requestTimeoutMs: this.number("request.timeout.ms"),
      ...this.#security(),
      log: (level, message, fields) =>
        this.#context.log(level, message, { connection: this.#connectionName, processor: processorName, ...fields }),
    };
  }

  #bootstrap(): string[] {
    const servers = textOf(this.#settings.bootstrapServers).split(",");
    const trimmed = servers.map((server) => server.trim()).filter((server) => server !== "");
    const wrong = trimmed.find((server) => !/^[A-Za-z0-9._-]+:\d{1,5}$/.test(server));
    if (trimmed.length === 0) throw this.#invalid("bootstrapServers names no server");
    if (wrong !== undefined) throw this.#invalid(`'${wrong}' in bootstrapServers is not of the form host:port`);
    return trimmed;
  }

  #security(): Pick<KafkaClientOptions, "sasl" | "tls"> {
    const authentication = this.#settings.authentication as Document | undefined;
    const security = this.#settings.security as Document | undefined;
    const protocol = textOf(security?.protocol) || (authentication ? "SASL_PLAINTEXT" : "PLAINTEXT");
    if (!["PLAINTEXT", "SASL_PLAINTEXT", "SASL_SSL", "SSL"].includes(protocol))
      throw this.#invalid(`unknown security protocol '${protocol}'`);
    const result: Pick<KafkaClientOptions, "sasl" | "tls"> = {};
    if (protocol.startsWith("SASL_")) {
      const mechanism = textOf(authentication?.mechanism);
      if (mechanism !== "PLAIN")
        throw this.#invalid(`the authentication mechanism '${mechanism}' is not available in this version; PLAIN is`);
      result.sasl = { mechanism, username: textOf(authentication?.username), password: textOf(authentication?.password) };
    }
    if (protocol.endsWith("SSL")) {
      result.tls = {
        ca: textOf(security?.brokerPublicCertificate) || undefined,
        certificate: textOf(authentication?.sslCertificate) || undefined,
        key: textOf(authentication?.sslKey) || undefined,
        passphrase: textOf(authentication?.sslKeyPassword) || undefined,
      };
    }
    return result;
  }

  #invalid(what: string): ProcessorError {
    return new ProcessorError(420, "user-fatal", `Kafka connection '${this.#connectionName}': ${what}`);
  }
}

function textOf(value: Value): string {
  return typeof value === "string" ? value : "";
}
