import type { Connector } from "@millrace/engine";
import { DocumentsSource } from "./source.ts";
import { documentsSpec } from "./spec.ts";

export const connector: Connector = {
  spec: documentsSpec,
  source: (options, _connection, context) => new DocumentsSource(options, context),
};
