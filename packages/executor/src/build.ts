import { randomBytes } from "node:crypto";
import { connectorSpecs, loadConnector } from "@millrace/connectors";
import {
  type Connection,
  type ConnectorContext,
  checkPipeline,
  createProcessor,
  type ErrorCode,
  fileCheckpoints,
  type Plan,
  type Processor,
  ProcessorError,
  type SinkHost,
} from "@millrace/engine";
import { type DefNode, type Document, decodeJson, type EvalContext, parseDefinition } from "@millrace/mql";
import { fileDeadLetters } from "./dead-letters/index.ts";
import { openDiskFiles } from "./files/index.ts";
import type { Log } from "./host.ts";
import { idleAtEnd } from "./idle-at-end.ts";
import type { RunOrder } from "./protocol.ts";
import { systemClock } from "./system-clock.ts";

const evalContext: EvalContext = {
  now: () => Date.now(),
  random: () => Math.random(),
  objectId: () => randomBytes(12).toString("hex"),
};

/** Makes a processor that is ready to start: its connectors loaded, and no others; checkpoints and dead letters on disk. Throws a `ProcessorError`. */
export async function build(order: RunOrder, log: Log): Promise<Processor> {
  const pipeline = parseDefinition(order.pipeline);
  const connections = new Map(order.connections.map((connection) => [connection.name, opened(connection)]));
  const plan = planOf(pipeline, connections);
  const { source, sink } = plan;
  if (!sink) throw new ProcessorError(9, "user-fatal", "The pipeline has no sink");
  const context: ConnectorContext = {
    processorId: order.processorId,
    processorName: order.processorName,
    ephemeral: false,
    clock: systemClock,
    log,
  };
  const [from, to] = await Promise.all([loadConnector(source.connector), loadConnector(sink.connector)]);
  const connectionOf = (name: string | undefined) => (name === undefined ? undefined : connections.get(name));
  const files = await openDiskFiles(order.dataDirectory, order.stateFolder);
  const { deadLetterDirectory: directory, workspaceName: workspace, processorName: processor } = order;
  return createProcessor(
    {
      id: order.processorId,
      name: order.processorName,
      instanceName: order.instanceName,
      pipeline,
      plan,
      streamMetaFieldName: order.streamMetaFieldName,
      hasDlq: true,
      settings: order.settings,
    },
    {
      source: idleAtEnd(from.source!(source.options, connectionOf(source.connectionName), context)),
      sink: (host: SinkHost) => to.sink!(sink.options, connectionOf(sink.connectionName), context, host),
      checkpoints: fileCheckpoints(files, { warn: (message) => log("warn", message) }),
      deadLetters: fileDeadLetters({ directory, workspace, processor }),
      clock: systemClock,
      context: evalContext,
      log,
    },
  );
}

function opened({ name, type, settings }: RunOrder["connections"][number]): Connection {
  return { name, type, settings: decodeJson(settings) as Document };
}

function planOf(pipeline: DefNode, connections: ReadonlyMap<string, Connection>): Plan {
  const { plan, problems } = checkPipeline(pipeline, {
    connections,
    connectors: connectorSpecs,
    sink: "required",
    source: "required",
  });
  if (plan) return plan;
  throw new ProcessorError(problems[0]!.code as ErrorCode, "user-fatal", problems.map(({ message }) => message).join("; "));
}
