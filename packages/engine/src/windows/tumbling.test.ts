import type { Document } from "@millrace/mql";
import { describe, expect, test } from "vitest";
import { type Harness, harness } from "../testing/index.ts";

const day = "2026-01-05T";
const window = (pipeline: Document[], more: Document = {}): Document => ({
  $tumblingWindow: { interval: { size: 5, unit: "minute" }, pipeline, ...more },
});
const minutes = (size: number) => ({ size, unit: "minute" });
const at = (time: string, doc: Document = {}) => ({ doc, ts: `${day}${time}Z` });
const bounds = (run: Harness) => run.results.map(({ meta }) => [(meta.window as Document).start, (meta.window as Document).end]);
const utc = (time: string) => new Date(`${day}${time}Z`);
const late = (run: Harness) => run.deadLetters.filter(({ errInfo }) => errInfo.reason === "Input document arrived late.");

describe("the documented table (5.4)", () => {
  const times = ["12:00:00", "12:03:00", "12:02:00", "12:05:00", "12:04:00", "12:07:00", "12:01:00"];

  /** After each document: counts of closed windows, and how many were late. */
  async function play(allowedLateness: Document | number) {
    const run = await harness({ pipeline: [window([{ $count: "n" }], { allowedLateness })] });
    const states: [number[], number][] = [];
    for (const time of times) {
      await run.feed([at(time)]);
      states.push([run.output.map(({ n }) => n as number), late(run).length]);
    }
    return { run, states };
  }

  test("lateness 0", async () => {
    const { run, states } = await play(0);
    expect(states).toEqual([
      [[], 0],
      [[], 0],
      [[], 0],
      [[3], 0],
      [[3], 1],
      [[3], 1],
      [[3], 2],
    ]);
    expect(bounds(run)).toEqual([[utc("12:00:00"), utc("12:05:00")]]);
    await run.flushWindows();
    expect(run.output).toEqual([{ n: 3 }, { n: 2 }]);
  });

  test("lateness 2 minutes", async () => {
    const { run, states } = await play(minutes(2));
    expect(states).toEqual([
      [[], 0],
      [[], 0],
      [[], 0],
      [[], 0],
      [[], 0],
      [[4], 0],
      [[4], 1],
    ]);
    await run.flushWindows();
    expect(run.output).toEqual([{ n: 4 }, { n: 2 }]);
  });

  test("the late document is a dead letter of the window, with its metadata", async () => {
    const { run } = await play(0);
    expect(run.deadLetters[0]).toEqual({
      processorName: "test",
      dlqTime: new Date("2026-01-05T09:00:00Z"),
      operatorName: "TumblingWindowOperator",
      errInfo: { reason: "Input document arrived late." },
      doc: {},
      _stream_meta: { source: { type: "generated", ts: utc("12:04:00"), partition: "0", offset: 4 } },
    });
  });

  test("all documents in one read give the same", async () => {
    const run = await harness({ pipeline: [window([{ $count: "n" }], { allowedLateness: 0 })] });
    await run.feed(times.map((time) => at(time)));
    expect(run.output).toEqual([{ n: 3 }]);
    expect(late(run)).toHaveLength(2);
  });
});

test("the official example: 30 minutes, lateness 1 minute, closes on 20:35 and counts 5 (5.4)", async () => {
  const stage = { $tumblingWindow: { interval: minutes(30), allowedLateness: minutes(1), pipeline: [{ $count: "n" }] } };
  const run = await harness({ pipeline: [stage] });
  for (const time of ["20:00:00", "20:25:00", "20:10:00", "20:30:30", "20:29:00", "20:10:00"]) await run.feed([at(time)]);
  expect(run.output).toEqual([]);
  await run.feed([at("20:35:00")]);
  expect(run.output).toEqual([{ n: 5 }]);
  expect(bounds(run)).toEqual([[utc("20:00:00"), utc("20:30:00")]]);
});

test("lateness is 3 seconds unless given, and a window closes at equality (5.1, 12.13)", async () => {
  const run = await harness({ pipeline: [window([{ $count: "n" }])] });
  await run.feed([at("12:00:00"), at("12:05:02.999")]);
  expect(run.output).toEqual([]);
  await run.feed([at("12:05:03")]);
  expect(run.output).toEqual([{ n: 1 }]);
});

describe("boundaries (5.3)", () => {
  async function windowsOf(options: Document, ...times: (string | number)[]) {
    const stage = { $tumblingWindow: { allowedLateness: 0, pipeline: [{ $count: "n" }], ...options } };
    const run = await harness({ pipeline: [stage] });
    await run.feed(times.map((ts) => ({ doc: {}, ts })));
    await run.flushWindows();
    return run.results.map(({ meta, doc, ts }) => {
      const { start, end } = meta.window as { start: Date; end: Date };
      expect(ts).toBe(start.getTime());
      return [start.toISOString(), end.toISOString(), doc.n];
    });
  }

  test("half-open: the boundary belongs to the later window", async () => {
    expect(
      await windowsOf({ interval: { size: 10, unit: "second" } }, "2026-01-05T00:00:09.999Z", "2026-01-05T00:00:10Z"),
    ).toEqual([
      ["2026-01-05T00:00:00.000Z", "2026-01-05T00:00:10.000Z", 1],
      ["2026-01-05T00:00:10.000Z", "2026-01-05T00:00:20.000Z", 1],
    ]);
  });

  test("an offset of 8 hours: daily windows begin at 08:00 UTC", async () => {
    const options = { interval: { size: 1, unit: "day" }, offset: { offsetFromUtc: 8, unit: "hour" } };
    expect(await windowsOf(options, "2026-01-05T07:59:59Z", "2026-01-05T08:00:00Z")).toEqual([
      ["2026-01-04T08:00:00.000Z", "2026-01-05T08:00:00.000Z", 1],
      ["2026-01-05T08:00:00.000Z", "2026-01-06T08:00:00.000Z", 1],
    ]);
  });

  test("before 1970", async () => {
    expect(await windowsOf({ interval: { size: 10, unit: "second" } }, -1, 0)).toEqual([
      ["1969-12-31T23:59:50.000Z", "1970-01-01T00:00:00.000Z", 1],
      ["1970-01-01T00:00:00.000Z", "1970-01-01T00:00:10.000Z", 1],
    ]);
  });

  test("the smallest window is 1 ms", async () => {
    expect(await windowsOf({ interval: { size: 1, unit: "ms" } }, 5, 5, 6)).toEqual([
      ["1970-01-01T00:00:00.005Z", "1970-01-01T00:00:00.006Z", 2],
      ["1970-01-01T00:00:00.006Z", "1970-01-01T00:00:00.007Z", 1],
    ]);
  });
});

test("several windows that close at once close in order of start, and empty ones give nothing", async () => {
  const run = await harness({ pipeline: [window([{ $count: "n" }], { allowedLateness: minutes(30) })] });
  await run.feed([at("12:11:00"), at("12:01:00"), at("12:02:00"), at("12:20:00")]);
  expect(run.output).toEqual([]);
  expect(run.openWindows.map(({ start, end }) => [start, end])).toEqual([
    [utc("12:00:00"), utc("12:05:00")],
    [utc("12:10:00"), utc("12:15:00")],
    [utc("12:20:00"), utc("12:25:00")],
  ]);
  await run.feed([at("13:30:00")]);
  expect(run.output).toEqual([{ n: 2 }, { n: 1 }, { n: 1 }]);
  expect(bounds(run).map(([start]) => start)).toEqual([utc("12:00:00"), utc("12:10:00"), utc("12:20:00")]);
});

test("a window that never opened is closed all the same when its time has passed", async () => {
  const run = await harness({ pipeline: [window([{ $count: "n" }], { allowedLateness: 0 })] });
  await run.feed([at("12:10:00"), at("12:01:00")]);
  expect(late(run)).toHaveLength(1);
});

test("documents that $match drops still move time on (5.2)", async () => {
  const run = await harness({ pipeline: [{ $match: { keep: true } }, window([{ $count: "n" }], { allowedLateness: 0 })] });
  await run.feed([at("12:01:00", { keep: true }), at("12:06:00", { keep: false }), at("12:02:00", { keep: true })]);
  expect(run.output).toEqual([{ n: 1 }]);
  expect(late(run)).toHaveLength(1);
});

test("a document never makes itself late, however far it jumps", async () => {
  const run = await harness({ pipeline: [window([{ $count: "n" }], { allowedLateness: 0 })] });
  await run.feed([at("12:00:00"), at("18:00:00")]);
  expect(late(run)).toEqual([]);
  await run.flushWindows();
  expect(run.output).toEqual([{ n: 1 }, { n: 1 }]);
});

describe("the inner pipeline", () => {
  const worked = [
    { d: "a", w: 5 },
    { d: "b", w: 1 },
    { d: "a", w: 7 },
  ];

  async function inner(pipeline: Document[], docs: Document[]) {
    const run = await harness({ pipeline: [window(pipeline)] });
    await run.feed(docs.map((doc) => at("12:00:00", doc)));
    await run.flushWindows();
    return run;
  }

  test("$group, $sort, $limit: the worked example (4.9)", async () => {
    const run = await inner([{ $group: { _id: "$d", avg: { $avg: "$w" } } }, { $sort: { _id: 1 } }, { $limit: 1 }], worked);
    expect(run.output).toEqual([{ _id: "a", avg: expect.anything() }]);
    expect(Number((run.output[0]!.avg as { value: number }).value ?? run.output[0]!.avg)).toBe(6);
  });

  test("groups leave in order of first arrival", async () => {
    const run = await inner([{ $group: { _id: "$d", n: { $sum: 1 } } }], [{ d: "z" }, { d: "a" }, { d: "m" }, { d: "a" }]);
    expect(run.output).toEqual([
      { _id: "z", n: 1 },
      { _id: "a", n: 2 },
      { _id: "m", n: 1 },
    ]);
  });

  test("stages before, between and behind the blocking ones", async () => {
    const run = await inner(
      [
        { $match: { w: { $gt: 1 } } },
        { $set: { twice: { $multiply: ["$w", 2] } } },
        { $group: { _id: "$d", total: { $sum: "$twice" } } },
        { $set: { more: { $add: ["$total", 1] } } },
        { $group: { _id: null, all: { $sum: "$more" } } },
        { $set: { done: true } },
      ],
      [...worked, { d: "b", w: 2 }],
    );
    expect(run.output).toEqual([{ _id: null, all: 24 + 1 + 4 + 1, done: true }]);
  });

  test("$limit first keeps the first arrivals; $sort first sorts, equal ones in order of arrival", async () => {
    expect((await inner([{ $limit: 2 }], worked)).output).toEqual(worked.slice(0, 2));
    expect(
      (
        await inner(
          [{ $sort: { d: 1 } }],
          [
            { d: "b", i: 0 },
            { d: "a", i: 1 },
            { d: "b", i: 2 },
            { d: "a", i: 3 },
          ],
        )
      ).output,
    ).toEqual([
      { d: "a", i: 1 },
      { d: "a", i: 3 },
      { d: "b", i: 0 },
      { d: "b", i: 2 },
    ]);
  });

  test("$limit, then $group; $sort, then $limit, then $count", async () => {
    expect((await inner([{ $limit: 2 }, { $group: { _id: null, n: { $sum: "$w" } } }], worked)).output).toEqual([
      { _id: null, n: 6 },
    ]);
    expect((await inner([{ $sort: { w: -1 } }, { $limit: 2 }, { $count: "n" }], worked)).output).toEqual([{ n: 2 }]);
  });

  test("without a blocking stage documents are held and released at close (12.43)", async () => {
    const run = await harness({ pipeline: [window([{ $set: { seen: 1 } }], { allowedLateness: 0 })] });
    await run.feed([at("12:00:00", { a: 1 }), at("12:01:00", { a: 2 })]);
    expect(run.output).toEqual([]);
    await run.feed([at("12:05:00", { a: 3 })]);
    expect(run.output).toEqual([
      { a: 1, seen: 1 },
      { a: 2, seen: 1 },
    ]);
  });

  test("a window in which no document survives gives nothing, not even for _id: null (4.9)", async () => {
    expect((await inner([{ $match: { d: "none" } }, { $group: { _id: null, n: { $sum: 1 } } }], worked)).output).toEqual([]);
    expect((await inner([{ $match: { d: "none" } }, { $count: "n" }], worked)).output).toEqual([]);
  });

  test("$unwind inside multiplies before it groups", async () => {
    const run = await inner(
      [{ $unwind: "$list" }, { $group: { _id: "$list", n: { $sum: 1 } } }],
      [{ list: ["x", "y"] }, { list: ["y"] }],
    );
    expect(run.output).toEqual([
      { _id: "x", n: 1 },
      { _id: "y", n: 2 },
    ]);
  });

  test("a $limit that has enough in the middle of an unwound document leaves nothing for the next window", async () => {
    const pipeline = [{ $group: { _id: null, list: { $push: "$i" } } }, { $unwind: "$list" }, { $limit: 2 }];
    const run = await harness({ pipeline: [window(pipeline, { allowedLateness: 0 })] });
    await run.feed(Array.from({ length: 1500 }, (_, i) => at("12:00:00", { i })));
    await run.feed([at("12:05:00", { i: -1 }), at("12:06:00", { i: -2 }), at("12:10:00")]);
    expect(run.output.map(({ list }) => list)).toEqual([0, 1, -1, -2]);
  });

  test("more results than a piece holds come in pieces of 1,000", async () => {
    const run = await harness({ pipeline: [window([{ $group: { _id: "$k", n: { $sum: 1 } } }])] });
    await run.feed(Array.from({ length: 2500 }, (_, k) => at("12:00:00", { k })));
    await run.feed([at("14:00:00", { k: 0 }), at("14:00:01", { k: 1 })]);
    expect(run.output).toHaveLength(2500);
    expect(run.writes).toEqual([1000, 1000, 500]);
    expect(run.output.at(-1)).toEqual({ _id: 2499, n: 1 });
  });

  test("a document whose group key fails is a dead letter of the group, with the window in its metadata", async () => {
    const run = await inner([{ $group: { _id: { $divide: [1, "$w"] }, n: { $sum: 1 } } }], [{ w: 0 }, { w: 2 }]);
    expect(run.output).toHaveLength(1);
    expect(run.deadLetters).toMatchObject([
      {
        operatorName: "GroupOperator",
        doc: { w: 0 },
        _stream_meta: { window: { start: utc("12:00:00"), end: utc("12:05:00") } },
      },
    ]);
  });
});

describe("metadata (2.4, 5.7)", () => {
  const thirty = (pipeline: Document[]) => ({ $tumblingWindow: { interval: { size: 30, unit: "second" }, pipeline } });

  test("window.start inside and behind the window; behind it only the source's type is left", async () => {
    const run = await harness({
      sourceType: "kafka",
      pipeline: [
        thirty([{ $group: { _id: { $meta: "stream.window.start" }, n: { $sum: 1 } } }]),
        { $addFields: { to: { $meta: "stream.window.end" }, all: { $meta: "stream" } } },
      ],
      streamMetaFieldName: "_stream_meta",
    });
    await run.feed([at("09:00:00"), at("09:00:01")]);
    await run.flushWindows();
    const meta = { source: { type: "kafka" }, window: { start: utc("09:00:00"), end: utc("09:00:30") } };
    expect(run.output).toEqual([{ _id: utc("09:00:00"), n: 2, to: utc("09:00:30"), all: meta, _stream_meta: meta }]);
    expect(run.results[0]!.ts).toBe(utc("09:00:00").getTime());
  });

  test("inside, before the first blocking stage, the record's own metadata is there too", async () => {
    const run = await harness({
      pipeline: [
        thirty([
          { $set: { end: { $meta: "stream.window.end" }, offset: { $meta: "stream.source.offset" } } },
          { $group: { _id: "$end", offsets: { $push: "$offset" } } },
        ]),
      ],
    });
    await run.feed([at("09:00:00"), at("09:00:01")]);
    await run.flushWindows();
    expect(run.output).toEqual([{ _id: utc("09:00:30"), offsets: [0, 1] }]);
  });

  test("documents kept for $sort keep their metadata for a later inner stage, and lose it behind the window", async () => {
    const run = await harness({
      pipeline: [
        thirty([{ $sort: { a: 1 } }, { $set: { offset: { $meta: "stream.source.offset" } } }]),
        { $set: { after: { $meta: "stream.source.offset" }, type: { $meta: "stream.source.type" } } },
      ],
    });
    await run.feed([at("09:00:00", { a: 2 }), at("09:00:01", { a: 1 })]);
    await run.flushWindows();
    expect(run.output).toEqual([
      { a: 1, offset: 1, type: "generated" },
      { a: 2, offset: 0, type: "generated" },
    ]);
  });
});
