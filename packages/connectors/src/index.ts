/** The connectors of Millrace: what they are as plain data, and a way to load one without the client libraries of the others. */
import type { Connector, ConnectorSpec } from "@millrace/engine";
import { documentsSpec } from "./documents/spec.ts";
import { fileSpec } from "./file/spec.ts";
import { kafkaSpec } from "./kafka/spec.ts";
import { logSpec } from "./log/spec.ts";
import { sampleSpec } from "./sample/spec.ts";

/** All connectors. Reading it loads no client library. */
export const connectorSpecs: readonly ConnectorSpec[] = [sampleSpec, kafkaSpec, documentsSpec, fileSpec, logSpec];

const modules: Readonly<Record<string, () => Promise<{ connector: Connector }>>> = {
  [sampleSpec.name]: () => import("./sample/connector.ts"),
  [kafkaSpec.name]: () => import("./kafka/connector.ts"),
  [documentsSpec.name]: () => import("./documents/connector.ts"),
  [fileSpec.name]: () => import("./file/connector.ts"),
  [logSpec.name]: () => import("./log/connector.ts"),
};

/** The connector of a connection type, or `documents`, `file`, `__testLog`. Rejects for a name that is not among {@link connectorSpecs}. */
export async function loadConnector(name: string): Promise<Connector> {
  const load = Object.hasOwn(modules, name) ? modules[name] : undefined;
  if (load === undefined) throw new Error(`There is no connector '${name}'`);
  return (await load()).connector;
}
