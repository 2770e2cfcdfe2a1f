import type { Connector } from "@millrace/engine";
import { FileSource } from "./source.ts";
import { fileSpec } from "./spec.ts";

export const connector: Connector = {
  spec: fileSpec,
  source: (options, _connection, context) => new FileSource(options.path as string | undefined, context),
};
