import type { StreamRecord } from "@millrace/engine";
import { VirtualClock } from "@millrace/engine/testing";
import { expect, test } from "vitest";
import { testContext } from "../testing/context.ts";
import { SampleSource } from "./source.ts";

const START = Date.parse("2026-08-12T21:41:00Z");

/** Reads for so long of virtual time, asking for at most `waitMs` each time. */
async function readFor(source: SampleSource, clock: VirtualClock, ms: number, waitMs = 250): Promise<StreamRecord[]> {
  const records: StreamRecord[] = [];
  const end = clock.now() + ms;
  while (clock.now() < end) {
    let done = false;
    const reading = source.read(Math.min(waitMs, end - clock.now())).then((batch) => {
      done = true;
      records.push(...batch.records);
    });
    while (!done) {
      await Promise.resolve();
      if (!done) await clock.advance(1);
    }
    await reading;
  }
  return records;
}

async function opened(clock: VirtualClock, seed = 1): Promise<SampleSource> {
  const source = new SampleSource(testContext({ clock, seed }));
  await source.open(undefined);
  return source;
}

test("11 documents come in a second, one of each device, with the time at which they are due", async () => {
  const clock = new VirtualClock(START);
  const records = await readFor(await opened(clock), clock, 9_999);
  expect(records.length).toBe(110);
  expect(new Set(records.slice(0, 11).map(({ doc }) => doc.device_id)).size).toBe(11);
  for (const { doc, ts } of records) expect(doc.timestamp).toBe(new Date(ts).toISOString().replace("Z", "+00:00"));
  expect(records[0]?.ts).toBe(START);
  expect(records[1]?.meta).toEqual({ source: { type: "generated", ts: new Date(records[1]?.ts ?? 0) } });
});

test("the same seed gives the same documents however they are asked for", async () => {
  const [one, two] = [new VirtualClock(START), new VirtualClock(START)];
  const often = await readFor(await opened(one), one, 5000, 10);
  const seldom = await readFor(await opened(two), two, 5000, 1000);
  expect(often.map(({ doc }) => doc)).toEqual(seldom.map(({ doc }) => doc));
});

test("a restarted source goes on counting where the checkpoint was", async () => {
  const clock = new VirtualClock(START);
  const all = (await readFor(await opened(clock), clock, 3000)).map(({ doc }) => doc.device_id);
  const source = new SampleSource(testContext({ clock: new VirtualClock(START), seed: 1 }));
  await source.open({ "0": 20 });
  const { records } = await source.read(0);
  expect(records[0]?.position).toBe(21);
  expect(records[0]?.doc.device_id).toBe(all[20]);
});

test("after a long pause there are no readings of the past, but for the last 5 s", async () => {
  const clock = new VirtualClock(START);
  const source = await opened(clock);
  await source.read(0);
  await clock.advance(3_600_000);
  const { records } = await source.read(0);
  expect(records.length).toBe(56);
  expect(records[0]?.ts).toBe(START + 3_595_000);
});

test("wake and close end a wait", async () => {
  const source = await opened(new VirtualClock(START));
  await source.read(0);
  for (const end of [() => source.wake(), () => source.close()]) {
    const reading = source.read(60_000);
    await end();
    expect((await reading).records).toEqual([]);
  }
});
