import { expect, test } from "vitest";
import { testFolder } from "../testing/folder.ts";
import { readConnections } from "./connections.ts";

const folder = testFolder();

test("JSON and YAML give the same connections", async () => {
  const kafka = { name: "k", type: "Kafka", bootstrapServers: "127.0.0.1:9092", security: { protocol: "PLAINTEXT" } };
  const json = await readConnections(folder.file("c.json", JSON.stringify([kafka])));
  const yaml = await readConnections(
    folder.file("c.yaml", "- name: k\n  type: Kafka\n  bootstrapServers: 127.0.0.1:9092\n  security: { protocol: PLAINTEXT }\n"),
  );
  expect(yaml).toEqual(json);
  const { name, type, ...settings } = kafka;
  expect([...json]).toEqual([["k", { name, type, settings }]]);
});

test.each([
  ["{}", "must hold an array of connections"],
  ["", "must hold an array of connections"],
  ['[{"type":"Kafka"}]', "connection 1 needs the texts 'name' and 'type'"],
  ['[{"name":"a","type":"Kafka"},"x"]', "connection 2 needs the texts 'name' and 'type'"],
  ['[{"name":"a","type":"Kafka"},{"name":"a","type":"S3"}]', "two connections are named a"],
])("%j is the user's mistake", async (content, message) => {
  const path = folder.file("c.json", content);
  const failure = await readConnections(path).catch((thrown) => thrown);
  expect(failure).toMatchObject({ exitCode: 1 });
  expect(failure.message).toContain(path);
  expect(failure.message).toContain(message);
});

test("a file that is no YAML is told with its line, without what stands there", async () => {
  const path = folder.file("c.yaml", "- name: k\n  password: hunter2 'x\n   type: : Kafka\n");
  const failure = await readConnections(path).catch((thrown) => thrown);
  expect(failure.exitCode).toBe(1);
  expect(failure.message).toMatch(/c\.yaml:\d is neither JSON nor YAML/);
  expect(failure.message).not.toContain("hunter2");
});

test("a missing file is the environment's fault", async () => {
  const path = folder.at("none.yaml");
  await expect(readConnections(path)).rejects.toMatchObject({
    exitCode: 2,
    message: `cannot read the connections ${path}: no such file or folder`,
  });
});
