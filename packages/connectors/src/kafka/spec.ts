import type { ConnectorSpec, OptionReport } from "@millrace/engine";
import type { Document, Value } from "@millrace/mql";
import Type from "typebox";

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

const duration = Type.Object({
  size: Type.Integer({ minimum: 1 }),
  unit: Type.Enum(["ms", "second", "minute", "hour", "day"]),
});

const literals = <T extends readonly string[]>(values: T) => Type.Optional(Type.Enum([...values]));
const names = (values: object) => Object.keys(values);

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
    schema: Type.Object({
      topic: Type.Union([Type.String({ minLength: 1 }), Type.Array(Type.String({ minLength: 1 }), { minItems: 1 })]),
      partitionIdleTimeout: Type.Optional(duration),
      schemaRegistry: Type.Optional(Type.Unknown()),
      config: Type.Optional(
        Type.Object({
          auto_offset_reset: literals(names(OFFSET_RESETS)),
          group_id: Type.Optional(Type.String({ minLength: 1 })),
          enable_auto_commit: Type.Optional(Type.Boolean()),
          keyFormat: literals(sourceKeyFormats),
          keyFormatError: literals(["dlq", "passThrough"]),
        }),
      ),
    }),
    check(options, report) {
      const { topic } = options;
      if (Array.isArray(topic)) for (const [index, name] of topic.entries()) checkTopic(name, ["topic", index], report);
      else checkTopic(topic, ["topic"], report);
      checkSchemaRegistry(options, report);
    },
  },
  sink: {
    operatorName: "KafkaEmitOperator",
    schema: Type.Object({
      topic: Type.Unknown(),
      schemaRegistry: Type.Optional(Type.Unknown()),
      config: Type.Optional(
        Type.Object({
          acks: Type.Optional(
            Type.Union([...[-1, 0, 1].map((acks) => Type.Literal(acks)), ...names(ACKS).map((acks) => Type.Literal(acks))]),
          ),
          compression_type: literals(COMPRESSIONS),
          dateFormat: literals(["default", "ISO8601"]),
          headers: Type.Optional(Type.Unknown()),
          key: Type.Optional(Type.Unknown()),
          keyFormat: literals(sinkKeyFormats),
          outputFormat: literals(["relaxedJson", "canonicalJson", "basicJson"]),
          tombstoneWhen: Type.Optional(Type.Unknown()),
        }),
      ),
    }),
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
