import { invalid } from "../../errors.ts";
import type { ConnectionKind } from "./kind.ts";

const dataSets = ["sample_stream_solar", "samplestock", "sampleweather", "sampleiot", "samplelog", "samplecommerce"];

/** Sample: invented data. The connection's name chooses the data set. */
export const sample: ConnectionKind = {
  type: "Sample",
  sealed: [],
  check(_settings, { name }) {
    if (!dataSets.includes(name)) throw invalid(`there is no sample data set ${name}; known are ${dataSets.join(", ")}`);
  },
};
