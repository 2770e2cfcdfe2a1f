import { below, compileExpression, type DefObject, type Document } from "@millrace/mql";
import type { ConnectionType, ConnectorSpec, OptionsSpec } from "../connector.ts";
import type { CheckContext } from "../stages/define.ts";
import { labelOf, meant, type Report, texts } from "./diagnostics.ts";
import { checkSchema, type OptionSchema, readNode } from "./schema.ts";
import { fieldOf } from "./stage-uses.ts";

/** Types that the language knows as source or sink, whether this version can or not (engine.md 3.0, 6). */
const roles: Readonly<Record<"source" | "sink", ReadonlySet<ConnectionType>>> = {
  source: new Set(["Kafka", "Cluster", "AWSKinesisDataStreams", "Sample"]),
  sink: new Set(["Kafka", "Cluster", "AWSKinesisDataStreams", "S3", "AzureBlobStorage", "GCPPubSub"]),
};

/** Fields that appear outside the documentation (engine.md 12.49), and what to write instead. */
const hints: Readonly<Record<string, string>> = {
  kafka: "the options of kafka directly in $emit, beside connectionName",
};

/** Finds the connector of a stage by its `connectionName`; undefined after reporting why there is none. */
export function checkConnection(
  spec: DefObject,
  pointer: string,
  role: "source" | "sink",
  { environment, report, connectionNames }: CheckContext,
): ConnectorSpec | undefined {
  const node = fieldOf(spec, "connectionName");
  const at = below(pointer, "connectionName");
  if (node === undefined) {
    report.add(9, pointer, `${labelOf(pointer)}.connectionName is required`);
    for (const { key } of spec.entries)
      if (Object.hasOwn(hints, key)) report.add(9, below(pointer, key), `Unknown field ${key}.`, hints[key]);
    return undefined;
  }
  checkSchema(node, { type: "string", minLength: 1 }, at, report);
  const name = node.kind === "scalar" ? node.value : undefined;
  if (typeof name !== "string" || name === "") return undefined;
  connectionNames.add(name);
  const { connections } = environment;
  const connection = connections === "any" ? undefined : connections.get(name);
  if (connection === undefined) {
    report.add(72, at, texts.noConnection(name), connections === "any" ? undefined : meant(name, [...connections.keys()]));
    return undefined;
  }
  const connector = environment.connectors.find((one) => one.name === connection.type);
  if (connector?.[role]) return connector;
  const known = roles[role].has(connection.type);
  report.add(
    72,
    at,
    known ? texts.notBuilt(`a ${role} of type ${connection.type}`) : texts.wrongConnection(name, connection.type, role),
  );
  return undefined;
}

/** A connector that needs no connection; undefined after reporting that this version does not have it. */
export function connectorNamed(
  name: ConnectorSpec["name"],
  pointer: string,
  { environment, report }: CheckContext,
): ConnectorSpec | undefined {
  const connector = environment.connectors.find((one) => one.name === name);
  if (connector === undefined) report.add(72, pointer, texts.notBuilt(name));
  return connector;
}

/** Checks the options of a source or sink against its connector's spec. `common`: fields that every variant has, beside those of the spec. */
export function checkOptions(
  spec: DefObject,
  options: OptionsSpec,
  common: readonly string[],
  pointer: string,
  report: Report,
): void {
  const given = options.schema;
  const schema = { ...given, properties: { ...commonSchemas(common), ...given.properties } };
  const found = (schema.properties as Record<string, unknown>) ?? {};
  for (const { key } of spec.entries)
    if (Object.hasOwn(hints, key) && !Object.hasOwn(found, key))
      report.add(9, below(pointer, key), `Unknown field ${key}.`, hints[key]);
  const hinted = new Set(Object.keys(hints).filter((name) => !Object.hasOwn(found, name)));
  checkSchema({ ...spec, entries: spec.entries.filter(({ key }) => !hinted.has(key)) }, schema, pointer, report);
  for (const path of options.expressions ?? []) {
    let node = fieldOf(spec, path[0] ?? "");
    for (const name of path.slice(1)) node = fieldOf(node, name);
    const expression = node && compileExpression(node, { pointer: path.reduce(below, pointer) });
    if (expression && !expression.ok) report.take(expression.problems);
  }
  const read = readNode(spec);
  if ("error" in read) return;
  options.check?.(read.value as Document, (code, path, message, suggestion) =>
    report.add(code, path.reduce<string>(below, pointer), message, suggestion),
  );
}

function commonSchemas(names: readonly string[]): Record<string, OptionSchema> {
  const known: Record<string, OptionSchema> = {
    connectionName: { type: "string" },
    timeField: {},
    tsFieldName: { type: "string", minLength: 1 },
  };
  return Object.fromEntries(names.map((name) => [name, known[name] ?? {}]));
}
