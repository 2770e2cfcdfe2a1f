import type { ConnectorSpec, OptionReport } from "@millrace/engine";
import type { Document, Value } from "@millrace/mql";

/** Formats of a record key in bytes, for sources (engine.md 3.1) and sinks (6.2). */
const sourceKeyFormats = ["binData", "string", "json", "int", "long"] as const;
const sinkKeyFormats = [...sourceKeyFormats, "double"] as const;

export type KeyFormat = (typeof sinkKeyFormats)[number];

/** Names of `auto_offset_reset`; the first of each is what the others mean. */
export const OFFSET_RESETS = {
  latest: "latest",
  end: "latest",
  largest: "latest",
  earliest: "earliest",
  beginning: "earliest",
  smallest: "earliest",
} as const;

export const ACKS = { all: -1, "-1": -1, "0": 0, "1": 1 } as const;

export const COMPRESSIONS = ["none", "gzip", "snappy", "lz4", "zstd"] as const;

const text = { type: "string", minLength: 1 };
/** What an expression may be is checked by compiling it. */
const expression = {};

const oneOf = (values: readonly string[]) => ({ type: "string", enum: values });

const duration = {
  type: "object",
  properties: { size: { type: "integer", minimum: 1 }, unit: oneOf(["ms", "second", "minute", "hour", "day"]) },
  required: ["size", "unit"],
};

/** Why Kafka would not take a name of a topic; `undefined` if it would. */
export function topicNameProblem(name: string): string | undefined {
  if (name === "") return "the name of a topic must not be empty";
  if (name.length > 249) return "the name of a topic has at most 249 characters";
  if (name === "." || name === ".." || !/^[A-Za-z0-9._-]+$/.test(name)) {
    return "the name of a topic is made of letters, digits, '.', '_' and '-', and not '.' or '..' alone";
  }
  return undefined;
}

function checkTopic(name: Value, path: readonly (string | number)[], report: OptionReport): void {
  const problem = typeof name === "string" ? topicNameProblem(name) : undefined;
  if (problem !== undefined) report(72, path, `'${name}': ${problem}`);
}

function checkSchemaRegistry(options: Document, report: OptionReport): void {
  if (options.schemaRegistry !== undefined) report(72, ["schemaRegistry"], "schemaRegistry is not available in this version");
}

/** Apache Kafka (engine.md 3.1, 6.2). */
export const kafkaSpec: ConnectorSpec = {
  name: "Kafka",
  source: {
    operatorName: "KafkaConsumerOperator",
    metaType: "kafka",
    schema: {
      type: "object",
      properties: {
        topic: { anyOf: [text, { type: "array", items: text, minItems: 1 }] },
        partitionIdleTimeout: duration,
        schemaRegistry: {},
        config: {
          type: "object",
          properties: {
            auto_offset_reset: oneOf(Object.keys(OFFSET_RESETS)),
            group_id: text,
            enable_auto_commit: { type: "boolean" },
            keyFormat: oneOf(sourceKeyFormats),
            keyFormatError: oneOf(["dlq", "passThrough"]),
          },
        },
      },
      required: ["topic"],
    },
    check(options, report) {
      const { topic } = options;
      if (Array.isArray(topic)) for (const [index, name] of topic.entries()) checkTopic(name, ["topic", index], report);
      else checkTopic(topic, ["topic"], report);
      checkSchemaRegistry(options, report);
    },
  },
  sink: {
    operatorName: "KafkaEmitOperator",
    schema: {
      type: "object",
      properties: {
        topic: expression,
        schemaRegistry: {},
        config: {
          type: "object",
          properties: {
            acks: { enum: [...Object.keys(ACKS), -1, 0, 1] },
            compression_type: oneOf(COMPRESSIONS),
            dateFormat: oneOf(["default", "ISO8601"]),
            headers: expression,
            key: expression,
            keyFormat: oneOf(sinkKeyFormats),
            outputFormat: oneOf(["relaxedJson", "canonicalJson", "basicJson"]),
            tombstoneWhen: expression,
          },
        },
      },
      required: ["topic"],
    },
    expressions: [["topic"], ["config", "headers"], ["config", "key"], ["config", "tombstoneWhen"]],
    check(options, report) {
      const { topic } = options;
      if (typeof topic === "string" && !topic.startsWith("$")) checkTopic(topic, ["topic"], report);
      else if (typeof topic !== "string" && (typeof topic !== "object" || topic === null)) {
        report(9, ["topic"], "topic must be a string or an expression that gives one");
      }
      const config = options.config as Document | undefined;
      if (config?.key !== undefined && config.keyFormat === undefined)
        report(72, ["config", "key"], "config.key requires config.keyFormat");
      checkSchemaRegistry(options, report);
    },
  },
};
