import type { ConnectorSpec } from "@millrace/engine";

/**
 * Lines of a file or of standard input, each a JSON or Extended JSON document (engine.md 12.61). No `$source` of a definition names it:
 * `millrace run` puts it in place of the source. Without `path`, standard input is read.
 */
export const fileSpec: ConnectorSpec = {
  name: "file",
  source: {
    operatorName: "FileSourceOperator",
    metaType: "file",
    schema: { type: "object", properties: { path: { type: "string", minLength: 1 } } },
  },
};
