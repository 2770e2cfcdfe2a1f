import { below, type Document, valueOf as plainValue } from "@millrace/mql";
import { checkConnection, checkOptions, connectorNamed } from "../grammar/connections.ts";
import { fieldOf } from "../grammar/stage-uses.ts";
import { defineStage } from "./define.ts";

/** A sink that counts and drops, for tests (engine.md 10). It is no connection of the registry. */
const TEST_LOG = "__testLog";

/** `$emit` (engine.md 6): hands documents to a connection that is not written by key. */
export const emit = defineStage({
  role: "sink",
  name: "$emit",
  check(spec, pointer, context) {
    const { report, environment } = context;
    if (spec.kind !== "object") {
      report.add(9, pointer, "$emit must be an object");
      return undefined;
    }
    if (environment.sink === "replaced") return undefined;
    const name = fieldOf(spec, "connectionName");
    const testLog = name?.kind === "scalar" && name.value === TEST_LOG;
    const connector = testLog
      ? connectorNamed(TEST_LOG, below(pointer, "connectionName"), context)
      : checkConnection(spec, pointer, "sink", context);
    if (connector?.sink === undefined) return undefined;
    checkOptions(spec, connector.sink, ["connectionName"], pointer, report);
    if (report.problems.length > 0) return undefined;
    const options = plainValue(spec) as Document;
    return {
      connector: connector.name,
      options,
      operatorName: connector.sink.operatorName,
      ...(!testLog && { connectionName: options.connectionName as string }),
    };
  },
});
