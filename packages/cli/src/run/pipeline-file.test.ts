import { expect, test } from "vitest";
import { CommandFailure } from "../errors.ts";
import { testFolder } from "../testing/folder.ts";
import { problemLines, readPipelineFile } from "./pipeline-file.ts";

const folder = testFolder();

/** Reads a pipeline file with this content; gives the failure as exit code and message. */
async function failure(content: string | Uint8Array): Promise<[number, string]> {
  const path = folder.file("p.json", content);
  try {
    await readPipelineFile(path);
  } catch (thrown) {
    if (thrown instanceof CommandFailure) return [thrown.exitCode, thrown.message.replaceAll(path, "p.json")];
    throw thrown;
  }
  throw new Error("no failure");
}

test("a bare array is a processor named run", async () => {
  const file = await readPipelineFile(folder.file("p.json", '[{"$match":{}}]'));
  expect(file).toMatchObject({ name: "run", streamMetaFieldName: undefined, pipeline: { kind: "array" } });
});

test("a definition brings its name and the field for metadata", async () => {
  const text = '{"name":"solar","tier":"SP10","pipeline":[],"options":{"dlq":{},"streamMetaFieldName":"_meta"}}';
  const file = await readPipelineFile(folder.file("p.json", text));
  expect(file).toMatchObject({ name: "solar", streamMetaFieldName: "_meta", pipeline: { kind: "array", items: [] } });
});

test("a byte order mark is no part of the definition", async () => {
  expect((await readPipelineFile(folder.file("p.json", "\ufeff[]"))).pipeline.items).toEqual([]);
});

test.each([
  ['"x"', "p.json:1:1 9 Expected an array of stages or a processor definition with a 'pipeline' field."],
  [
    '{"pipelin":[]}',
    "p.json:1:1 9 A processor definition needs the field 'pipeline': an array of stages. (A pipeline alone is an array.)",
  ],
  ['{\n  "pipeline": {}}', "p.json:2:15 9 'pipeline' must be an array of stages."],
  ['{"pipeline":[], "name": 7}', "p.json:1:25 9 'name' must be a non-empty string."],
  ['{"pipeline":[], "options": []}', "p.json:1:28 9 'options' must be an object."],
  ['{"pipeline":[], "options": {"streamMetaFieldName": ""}}', "p.json:1:52 9 'streamMetaFieldName' must be a non-empty string."],
])("%j is the user's mistake, with its place", async (content, message) => {
  expect(await failure(content)).toEqual([1, message]);
});

test("text that is not JSON is told with line and column", async () => {
  const [code, message] = await failure('[\n  { "$match" }\n]');
  expect(code).toBe(1);
  expect(message).toMatch(/^p\.json:2:14 9 \S/);
});

test.each(["", "   ", "// comment", "[1,]", "'a'"])("%j is not JSON", async (content) => {
  const [code, message] = await failure(content);
  expect(code).toBe(1);
  expect(message).toMatch(/^p\.json:1:\d+ 9 \S/);
});

test("bytes that are not UTF-8 are the user's mistake", async () => {
  expect(await failure(Uint8Array.of(0x5b, 0xff, 0x5d))).toEqual([1, "p.json is not UTF-8 text"]);
});

test.each([
  ["none.json", "no such file or folder"],
  [".", "it is a folder"],
])("%s cannot be read: the environment's fault", async (name, reason) => {
  const path = folder.at(name);
  await expect(readPipelineFile(path)).rejects.toMatchObject({
    exitCode: 2,
    message: `cannot read the pipeline ${path}: ${reason}`,
  });
});

test("problems are told in the order of the file, each at its place", async () => {
  const file = await readPipelineFile(
    folder.file("p.json", '{"name": "x",\n"pipeline": [\n  {"$match": {"a": 1}},\n  {"$mtch": {}}\n]}'),
  );
  const lines = problemLines(file, [
    { code: 72, pointer: "/1/$mtch", message: "second" },
    { code: 9, pointer: "/0/$match/a", message: "first" },
    { code: 9, pointer: "/7/nowhere", message: "without a place" },
  ]);
  expect(lines.replaceAll(file.path, "p.json")).toBe(
    "p.json:2:13 9 without a place\np.json:3:20 9 first\np.json:4:13 72 second\n",
  );
});
