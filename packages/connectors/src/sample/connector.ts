import type { Connector } from "@millrace/engine";
import { SampleSource } from "./source.ts";
import { sampleSpec } from "./spec.ts";

export const connector: Connector = {
  spec: sampleSpec,
  source: (_options, _connection, context) => new SampleSource(context),
};
