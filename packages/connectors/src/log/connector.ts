import type { Connector } from "@millrace/engine";
import { LogSink } from "./sink.ts";
import { logSpec } from "./spec.ts";

export const connector: Connector = {
  spec: logSpec,
  sink: (_options, _connection, _context, host) => new LogSink(host),
};
