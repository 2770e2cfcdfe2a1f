import { loadConnector } from "@millrace/connectors";
import {
  type Connection,
  type ConnectorContext,
  type Plan,
  ProcessorError,
  type Sink,
  type SinkHost,
  type Source,
} from "@millrace/engine";
import { type Document, makeJsonEncoder } from "@millrace/mql";
import type { LineOutput } from "../line-output.ts";
import { LineSink } from "./line-sink.ts";

/** Makes the source of a plan: lines of a file or of standard input, or the documents of the pipeline. */
export async function sourceOf(plan: Plan, options: Document, context: ConnectorContext): Promise<Source> {
  const { source } = await loadConnector(plan.source.connector);
  if (source === undefined) throw new ProcessorError(1, "internal", `${plan.source.connector} is no source`);
  return source(options, undefined, context);
}

/** Makes the sink: lines of JSON to `output`, or what the pipeline says where that is kept. */
export async function sinkOf(
  plan: Plan,
  connections: ReadonlyMap<string, Connection>,
  output: LineOutput,
  format: "relaxed" | "canonical" | "basic",
  context: ConnectorContext,
): Promise<(host: SinkHost) => Sink> {
  if (plan.sink === undefined) return (host) => new LineSink(output, makeJsonEncoder({ format }), host);
  const { connector, connectionName, options } = plan.sink;
  const { sink } = await loadConnector(connector);
  if (sink === undefined) throw new ProcessorError(1, "internal", `${connector} is no sink`);
  const connection = connectionName === undefined ? undefined : connections.get(connectionName);
  return (host) => sink(options, connection, context, host);
}
