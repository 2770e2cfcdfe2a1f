import { type Connection, type Connector, ProcessorError } from "@millrace/engine";
import { createKafkajsClient } from "./client/kafkajs/client.ts";
import { KafkaSink } from "./sink.ts";
import { KafkaSource } from "./source.ts";
import { kafkaSpec } from "./spec.ts";

function needed(connection: Connection | undefined): Connection {
  if (connection === undefined) throw new ProcessorError(420, "user-fatal", "Kafka needs a connection");
  return connection;
}

export const connector: Connector = {
  spec: kafkaSpec,
  source: (options, connection, context) => new KafkaSource(options, needed(connection), context, createKafkajsClient),
  sink: (options, connection, context, host) => new KafkaSink(options, needed(connection), context, host, createKafkajsClient),
};
