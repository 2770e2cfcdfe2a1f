import type { ConnectorSpec } from "@millrace/engine";

/** Simulated readings of solar devices (engine.md 3.7, 10). The fields common to all sources are its only options. */
export const sampleSpec: ConnectorSpec = {
  name: "Sample",
  source: { operatorName: "SampleDataSourceOperator", metaType: "generated", schema: { type: "object", properties: {} } },
};
