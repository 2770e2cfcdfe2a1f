import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { connectorSpecs, loadConnector } from "./index.ts";

test("every connector loads, with the spec that the list shows", async () => {
  for (const spec of connectorSpecs) {
    const connector = await loadConnector(spec.name);
    expect(connector.spec).toBe(spec);
    expect([connector.source !== undefined, connector.sink !== undefined]).toEqual([
      spec.source !== undefined,
      spec.sink !== undefined,
    ]);
  }
});

test("operators and metadata are named as the language names them", () => {
  const names = connectorSpecs.map(({ name, source, sink }) => [
    name,
    source?.operatorName,
    source?.metaType,
    sink?.operatorName,
  ]);
  expect(names).toEqual([
    ["Sample", "SampleDataSourceOperator", "generated", undefined],
    ["Kafka", "KafkaConsumerOperator", "kafka", "KafkaEmitOperator"],
    ["documents", "DocumentsSourceOperator", "generated", undefined],
    ["file", "FileSourceOperator", "file", undefined],
    ["__testLog", undefined, undefined, "LogSinkOperator"],
  ]);
});

test.each(["nope", "constructor", "__proto__"])("there is no connector %s", async (name) => {
  await expect(loadConnector(name)).rejects.toThrow(`There is no connector '${name}'`);
});

test("the list loads no client library, and a connector only its own", () => {
  const script = `
    const { createRequire } = await import("node:module");
    const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes("kafkajs"));
    const { loadConnector } = await import(process.argv[1]);
    const before = loaded();
    for (const name of ["Sample", "documents", "file", "__testLog"]) await loadConnector(name);
    const others = loaded();
    await loadConnector("Kafka");
    console.log(JSON.stringify([before, others, loaded()]));`;
  const entry = fileURLToPath(new URL("./index.ts", import.meta.url));
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", script, entry], { encoding: "utf8" });
  expect(JSON.parse(output)).toEqual([false, false, true]);
});
