import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { testFolder } from "../testing/folder.ts";
import { cli } from "../testing/terminal.ts";

const folder = testFolder();

function example(path: string): string {
  return fileURLToPath(new URL(`../../../../examples/${path}`, import.meta.url));
}

function pipeline(...stages: object[]): string {
  return folder.file("pipeline.json", JSON.stringify(stages));
}

function input(...lines: string[]): string {
  return folder.file("input.ndjson", lines.map((line) => `${line}\n`).join(""));
}

const largeOrders = [
  '{"placedAt":{"$date":"2026-01-05T09:00:00Z"},"order":9007199254740993,"sku":"A1","total":30.0}',
  '{"placedAt":{"$date":"2026-01-05T09:00:05Z"},"order":4,"sku":"C3","total":70}',
  '{"placedAt":{"$date":"2026-01-05T09:00:05Z"},"order":4,"sku":"D4","total":{"$numberDecimal":"1.00"}}',
];

test("the input replaces the source, standard output the sink; types stay exact", async () => {
  const { code, out, err } = await cli(["run", example("orders/pipeline.json"), "--input", example("orders/orders.ndjson")]);
  expect([code, err]).toEqual([0, ""]);
  expect(out.trimEnd().split("\n")).toEqual(largeOrders);
});

test.each([
  [
    "canonical",
    '{"placedAt":{"$date":{"$numberLong":"1767603605000"}},"order":{"$numberInt":"4"},"sku":"D4","total":{"$numberDecimal":"1.00"}}',
  ],
  ["basic", '{"placedAt":1767603605000,"order":4,"sku":"D4","total":"1.00"}'],
])("--output %s", async (format, last) => {
  const args = ["run", example("orders/pipeline.json"), "--input", example("orders/orders.ndjson"), "--output", format];
  const { out } = await cli(args);
  expect(out.trimEnd().split("\n").at(-1)).toBe(last);
});

const solarWindows = [
  '{"readings":2,"averageWatts":120.5,"highestWatts":141,"device":"device_1","from":{"$date":"2026-01-05T09:00:00Z"}}',
  '{"readings":1,"averageWatts":200.0,"highestWatts":200,"device":"device_2","from":{"$date":"2026-01-05T09:00:00Z"}}',
  '{"readings":2,"averageWatts":100.0,"highestWatts":110,"device":"device_1","from":{"$date":"2026-01-05T09:00:10Z"}}',
  '{"readings":1,"averageWatts":240.0,"highestWatts":240,"device":"device_3","from":{"$date":"2026-01-05T09:00:10Z"}}',
  '{"readings":1,"averageWatts":238.0,"highestWatts":238,"device":"device_3","from":{"$date":"2026-01-05T09:00:20Z"}}',
];

const solar = [example("solar/processor.json"), "--input", example("solar/readings.ndjson")];

test("open windows are closed at the end, in order of start; late readings are dead letters", async () => {
  const dlq = folder.file("late.ndjson", "from an earlier run\n");
  const { code, out, err } = await cli(["run", ...solar, "--dlq", dlq]);
  expect([code, err]).toEqual([0, ""]);
  expect(out.trimEnd().split("\n")).toEqual(solarWindows);
  const { dlqTime, ...letter } = JSON.parse(readFileSync(dlq, "utf8"));
  expect(Object.keys(dlqTime)).toEqual(["$date"]);
  expect(letter).toEqual({
    processorName: "solar_rollup",
    operatorName: "TumblingWindowOperator",
    errInfo: { reason: "Input document arrived late." },
    doc: {
      device_id: "device_2",
      group_id: 0,
      timestamp: "2026-01-05T09:00:08.000+00:00",
      max_watts: 450,
      event_type: 0,
      obs: { watts: 195, temp: 12 },
    },
    _stream_meta: { source: { type: "file", ts: { $date: "2026-01-05T09:00:08Z" } } },
  });
});

test("--no-flush leaves the windows open that the input has not closed", async () => {
  const { out } = await cli(["run", ...solar, "--no-flush", "--dlq", folder.at("late.ndjson")]);
  expect(out.trimEnd().split("\n")).toEqual(solarWindows.slice(0, 2));
});

test("lines that are no documents are dead letters of 'run' on standard error; the run goes on", async () => {
  const lines = ['{"n":1}', "not json", "42", "  ", "", '[7,{"n":2}]', '{"n":{"$numberLong":"x"}}', '{"n":3}'];
  const { code, out, err } = await cli(["run", pipeline({ $match: {} }), "--input", input(...lines)]);
  expect(code).toBe(0);
  expect(out).toBe('{"n":1}\n{"0":7,"1":{"n":2}}\n{"n":3}\n');
  const letters = err
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(letters.map(({ doc }) => doc)).toEqual([
    { value: "not json" },
    { value: "42" },
    { value: "  " },
    { value: '{"n":{"$numberLong":"x"}}' },
  ]);
  for (const letter of letters) {
    expect(Object.keys(letter)).toEqual(["processorName", "dlqTime", "operatorName", "errInfo", "doc", "_stream_meta"]);
    expect(letter).toMatchObject({ processorName: "run", operatorName: "FileSourceOperator" });
    expect(letter.errInfo.reason).toMatch(/^Failed to parse input message: /);
    expect(letter._stream_meta.source.type).toBe("file");
  }
});

test("an expression that fails takes only its document out", async () => {
  const divide = pipeline({ $project: { q: { $divide: [12, "$n"] } } });
  const { code, out, err } = await cli(["run", divide, "--input", input('{"n":4}', '{"n":0}', '{"n":3}')]);
  expect([code, out]).toEqual([0, '{"q":3.0}\n{"q":4.0}\n']);
  expect(JSON.parse(err)).toMatchObject({ operatorName: "ProjectOperator", doc: { n: 0 } });
});

test("a pipeline that brings its documents reads no input", async () => {
  const { code, out, err } = await cli(["run", example("countdown/pipeline.json")]);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toBe('{"n":3,"square":9}\n{"n":2,"square":4}\n{"n":1,"square":1}\n');
});

test("--input goes before the documents of the pipeline", async () => {
  const { out } = await cli(["run", example("countdown/pipeline.json"), "--input", input('{"n":5}')]);
  expect(out).toBe('{"n":5,"square":25}\n');
});

test("windows of a pipeline's own documents are closed when they end", async () => {
  const path = pipeline(
    { $source: { documents: [{ at: 1000 }, { at: 2000 }, { at: 61_000 }], timeField: { $toDate: { $toLong: "$at" } } } },
    {
      $tumblingWindow: {
        interval: { size: 1, unit: "minute" },
        pipeline: [{ $group: { _id: { $meta: "stream.window.start" }, n: { $sum: 1 } } }],
      },
    },
  );
  const { out, err } = await cli(["run", path]);
  expect(err).toBe("");
  expect(out).toBe('{"_id":{"$date":"1970-01-01T00:00:00Z"},"n":2}\n{"_id":{"$date":"1970-01-01T00:01:00Z"},"n":1}\n');
});

test("timeField and tsFieldName of a replaced source stay, its connection need not exist", async () => {
  const source = { connectionName: "nowhere", topic: "t", timeField: { $toDate: "$at" }, tsFieldName: "_ts" };
  const { code, out } = await cli(["run", pipeline({ $source: source }), "--input", input('{"at":"2026-01-05T09:00:00Z"}')]);
  expect([code, out]).toEqual([0, '{"at":"2026-01-05T09:00:00Z","_ts":{"$date":"2026-01-05T09:00:00Z"}}\n']);
});

test("the metadata field of a definition's options is written", async () => {
  const definition = { pipeline: [{ $match: {} }], options: { streamMetaFieldName: "meta" } };
  const path = folder.file("definition.json", JSON.stringify(definition));
  const { out } = await cli(["run", path, "--input", input('{"a":1}')]);
  expect(JSON.parse(out)).toMatchObject({ a: 1, meta: { source: { type: "file" } } });
});

test("--keep-sink writes to the sink of the pipeline, and --stats tells what happened", async () => {
  const { code, out, err } = await cli(["run", ...solar, "--keep-sink", "--dlq", folder.at("late.ndjson"), "--stats"]);
  expect([code, out]).toEqual([0, ""]);
  const stats = JSON.parse(err);
  expect(stats).toMatchObject({ name: "solar_rollup", inputMessageCount: 9, outputMessageCount: 5, dlqMessageCount: 1 });
  expect(stats.operatorStats.map(({ name }: { name: string }) => name)).toEqual([
    "FileSourceOperator",
    "MatchOperator",
    "TumblingWindowOperator",
    "GroupOperator",
    "SortOperator",
    "ProjectOperator",
    "LogSinkOperator",
  ]);
});

const window = {
  $tumblingWindow: { interval: { size: 1, unit: "hour" }, pipeline: [{ $group: { _id: null, n: { $sum: 1 } } }] },
};

test("an event-time window without timeField is warned about", async () => {
  const { code, out, err } = await cli(["run", pipeline(window), "--input", input("{}")]);
  expect([code, out]).toEqual([0, '{"_id":null,"n":1}\n']);
  expect(err).toMatch(/^millrace: warning: .*timeField.*\n$/);
});

test("empty input gives empty output", async () => {
  expect(await cli(["run", pipeline({ $match: {} }), "--input", input()])).toEqual({ code: 0, out: "", err: "" });
});

test("names of Object.prototype are data", async () => {
  const line = '{"__proto__":{"a":1},"constructor":2,"toString":3}';
  const { out } = await cli(["run", pipeline({ $match: {} }), "--input", input(line)]);
  expect(out).toBe(`${line}\n`);
});
