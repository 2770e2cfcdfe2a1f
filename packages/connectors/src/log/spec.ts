import type { ConnectorSpec } from "@millrace/engine";

/** `{ $emit: { connectionName: "__testLog" } }`: takes documents, counts them, and keeps nothing (engine.md 10). For tests. */
export const logSpec: ConnectorSpec = {
  name: "__testLog",
  sink: { operatorName: "LogSinkOperator", schema: { type: "object", properties: {} } },
};
