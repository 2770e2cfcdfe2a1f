import { existsSync, readFileSync } from "node:fs";
import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { testFolder } from "../testing/folder.ts";
import { cli } from "../testing/terminal.ts";

const folder = testFolder();
const everything = folder.file("everything.json", '[{"$match":{}}]');

test("all problems of a pipeline are told, each with its place, in the order of the file", async () => {
  const path = folder.file(
    "wrong.json",
    `{
  "name": "x",
  "pipeline": [
    { "$match": { "a": { "$gtt": 1 } } },
    { "$projct": { "a": 1 } },
    { "$group": { "_id": null } },
    { "$emit": { "connectionName": "k", "topic": "t" } }
  ]
}`,
  );
  const { code, out, err } = await cli(["run", path, "--input", folder.at("not-even-looked-for")]);
  expect([code, out]).toEqual([1, ""]);
  const lines = err.trimEnd().split("\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^\S+wrong\.json:4:\d+ \d+ .*\$gtt/);
  expect(lines[1]).toMatch(/^\S+wrong\.json:5:18 9 Unknown stage \$projct.*Did you mean \$project\?$/);
  expect(lines[2]).toMatch(/^\S+wrong\.json:6:17 9 \$group must be inside a window stage$/);
});

test("a pipeline that is not there: 2; one that is not JSON: 1", async () => {
  const missing = await cli(["run", folder.at("none.json")]);
  expect(missing).toEqual({
    code: 2,
    out: "",
    err: `millrace: cannot read the pipeline ${folder.at("none.json")}: no such file or folder\n`,
  });
  const broken = await cli(["run", folder.file("broken.json", "[")]);
  expect(broken.code).toBe(1);
  expect(broken.err).toMatch(/^\S+broken\.json:1:2 9 \S.*\n$/);
});

test.each([
  ["none.ndjson", "no such file or folder"],
  [".", "it is a folder"],
])("an input that cannot be read (%s): 2, and dead letters of an earlier run stay", async (name, reason) => {
  const dlq = folder.file("dlq.ndjson", "precious\n");
  const { code, err } = await cli(["run", everything, "--input", folder.at(name), "--dlq", dlq]);
  expect([code, err]).toEqual([2, `millrace: cannot read the input ${folder.at(name)}: ${reason}\n`]);
  expect(readFileSync(dlq, "utf8")).toBe("precious\n");
});

test("a dead letter file that cannot be written: 2", async () => {
  const path = folder.at("no/such/folder.ndjson");
  const { code, err } = await cli(["run", everything, "--input", folder.file("in", "{}\n"), "--dlq", path]);
  expect([code, err]).toEqual([2, `millrace: cannot write dead letters to ${path}: no such file or folder\n`]);
});

test("the dead letter file is never the input or the pipeline", async () => {
  const input = folder.file("input.ndjson", '{"a":1}\n');
  const over = await cli(["run", everything, "--input", input, "--dlq", input]);
  expect([over.code, over.err]).toEqual([1, `millrace: --dlq ${input} would overwrite ${input}, which this run reads\n`]);
  expect(readFileSync(input, "utf8")).toBe('{"a":1}\n');
  expect((await cli(["run", everything, "--input", input, "--dlq", everything])).code).toBe(1);
  expect(readFileSync(everything, "utf8")).toBe('[{"$match":{}}]');
});

test("--keep-sink needs a sink", async () => {
  const { code, err } = await cli(["run", everything, "--input", folder.file("in", ""), "--keep-sink"]);
  expect(code).toBe(1);
  expect(err).toMatch(/^\S+everything\.json:1:\d+ 9 The last stage must be a sink/);
});

const toKafka = folder.file("kafka.json", '[{"$emit":{"connectionName":"broker","topic":"t"}}]');

test("--keep-sink with a connection that nobody described says how to describe it", async () => {
  const { code, err } = await cli(["run", toKafka, "--input", folder.file("in", ""), "--keep-sink"]);
  expect(code).toBe(1);
  expect(err).toMatch(/^\S+kafka\.json:1:29 72 .*broker.*does not exist/);
  expect(err).toContain("--connections");
});

test("--connections without --keep-sink has no meaning", async () => {
  const { code, err } = await cli(["run", toKafka, "--connections", folder.file("c.yaml", "[]")]);
  expect(code).toBe(1);
  expect(err).toContain("--connections is of use only with --keep-sink");
});

test("a broker that does not answer: 2", async () => {
  const connections = folder.file("c.yaml", "- { name: broker, type: Kafka, bootstrapServers: '127.0.0.1:1' }\n");
  const { code, out, err } = await cli([
    "run",
    toKafka,
    "--input",
    folder.file("in", "{}\n"),
    "--keep-sink",
    "--connections",
    connections,
  ]);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain("127.0.0.1:1");
});

test("documents that are no array are the pipeline's fault", async () => {
  const path = folder.file("own.json", '[{"$source":{"documents":{"$literal":7}}}]');
  const { code, err } = await cli(["run", path]);
  expect(code).toBe(1);
  expect(err).toMatch(/^millrace: .*documents.*array.*\n$/);
});

/** A standard output that fails with this code on the first write. */
function failing(code: string): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });
}

test("a reader that goes away ends the run quietly, with 0", async () => {
  const input = folder.file("many.ndjson", '{"a":1}\n'.repeat(50_000));
  expect(await cli(["run", everything, "--input", input], { stdout: failing("EPIPE") })).toEqual({ code: 0, out: "", err: "" });
});

test("a full disk under standard output is told, with 2", async () => {
  const { code, err } = await cli(["run", everything, "--input", folder.file("in", "{}\n")], { stdout: failing("ENOSPC") });
  expect([code, err]).toEqual([2, "millrace: cannot write to standard output: no space left on the device\n"]);
});

test.runIf(existsSync("/dev/full"))("a full disk under the dead letters is told, with 2: none is dropped silently", async () => {
  const { code, err } = await cli(["run", everything, "--input", folder.file("in", "x\n".repeat(20_000)), "--dlq", "/dev/full"]);
  expect([code, err]).toEqual([2, "millrace: cannot write to /dev/full: no space left on the device\n"]);
});

test("a result that is nested too deeply to be read back is a dead letter, without the document", async () => {
  const deep = `${'{"a":'.repeat(179)}1${"}".repeat(179)}`;
  const wrap = folder.file("wrap.json", '[{"$project":{"b":{"c":{"d":"$$ROOT"}}}}]');
  const { code, out, err } = await cli(["run", wrap, "--input", folder.file("in", `${deep}\n{"a":1}\n`)]);
  expect([code, out]).toEqual([0, '{"b":{"c":{"d":{"a":1}}}}\n']);
  const { errInfo, doc } = JSON.parse(err);
  expect(errInfo.reason).toContain("180");
  expect(doc).toEqual({ truncated: true });
});
