import { StreamRecord } from "@millrace/engine";
import { VirtualClock } from "@millrace/engine/testing";
import { expect, test } from "vitest";
import { KafkaError, type OutgoingRecord } from "./client/port.ts";
import { Sender } from "./sender.ts";

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

function setUp(send: (values: string[]) => Promise<void> | void = () => {}) {
  const clock = new VirtualClock(0);
  const batches: string[][] = [];
  const refused: string[] = [];
  const written: [string, number, number][] = [];
  const retried: string[] = [];
  const producer = {
    send: async (records: readonly OutgoingRecord[]) => {
      const values = records.map(({ value }) => Buffer.from(value ?? []).toString());
      await send(values);
      batches.push(values);
    },
    close: async () => {},
  };
  const sender = new Sender(producer, {
    lingerMs: 5,
    patienceMs: 60_000,
    clock,
    refused: ({ doc }) => refused.push(String(doc.v)),
    written: (topic, records, bytes) => written.push([topic, records, bytes]),
    retrying: ({ message }) => retried.push(message),
  });
  const add = (...values: string[]) => {
    for (const v of values) {
      const record = new StreamRecord({ v }, 0, { id: "0" }, 1, 1, { describe: () => ({ type: "kafka" }) });
      sender.add({ topic: "out", key: null, value: Buffer.from(v), headers: [] }, record);
    }
  };
  return { clock, sender, add, batches, refused, written, retried };
}

const numbers = (count: number) => Array.from({ length: count }, (_, n) => String(n));

test("a few records wait 5 ms for others, then leave together", async () => {
  const { clock, sender, add, batches } = setUp();
  add("1");
  await sender.room();
  await clock.advance(3, settle);
  add("2");
  await sender.room();
  expect(batches).toEqual([]);
  await clock.advance(2, settle);
  expect(batches).toEqual([["1", "2"]]);
});

test("flush does not wait for others, and resolves when all is acknowledged", async () => {
  let acknowledge = () => {};
  const { sender, add, written } = setUp(() => new Promise((resolve) => (acknowledge = resolve)));
  add("1", "2");
  let flushed = false;
  const flushing = sender.flush().then(() => (flushed = true));
  await settle();
  expect([flushed, written]).toEqual([false, []]);
  acknowledge();
  await flushing;
  expect(written).toEqual([["out", 2, 2]]);
});

test("one batch is on its way at a time; what comes meanwhile is the next", async () => {
  let inFlight = 0;
  const { sender, add, batches } = setUp(async () => {
    expect(++inFlight).toBe(1);
    await settle();
    inFlight--;
  });
  add("1");
  const flushing = sender.flush();
  add("2", "3");
  await flushing;
  await sender.flush();
  expect(batches).toEqual([["1"], ["2", "3"]]);
});

test("a batch holds at most 900 KB, and a large record goes alone", async () => {
  const { sender, add, batches } = setUp();
  const part = "x".repeat(200 * 1024);
  add("a", `b${part}`, `c${part}`, `d${part}`, `e${part}`, `f${part}`, `g${part}${part}`, "h");
  await sender.flush();
  expect(batches.map((batch) => batch.map((value) => value[0]).join(""))).toEqual(["abcde", "f", "g", "h"]);
});

test("the writer waits while 4 MB are unsent", async () => {
  let acknowledge = () => {};
  const { sender, add } = setUp(() => new Promise((resolve) => (acknowledge = resolve)));
  add(...Array.from({ length: 6 }, () => "x".repeat(800 * 1024)));
  let room = false;
  const waiting = sender.room().then(() => (room = true));
  await settle();
  expect(room).toBe(false);
  for (let i = 0; i < 2; i++) {
    acknowledge();
    await settle();
  }
  await waiting;
  expect(room).toBe(true);
});

test("a record that the broker finds too large is refused alone; the others arrive in order", async () => {
  const { sender, add, batches, refused } = setUp((values) => {
    if (values.includes("7")) throw new KafkaError("too-large", "too large");
  });
  add(...numbers(20));
  await sender.flush();
  expect(refused).toEqual(["7"]);
  expect(batches.flat()).toEqual(numbers(20).filter((value) => value !== "7"));
});

test("an outage is waited for: the same batch is sent again, and nothing overtakes it", async () => {
  let away = true;
  const { clock, sender, add, batches, retried } = setUp((values) => {
    if (away && values.includes("1")) throw new KafkaError("unreachable", "no broker");
  });
  add("1");
  const flushing = sender.flush();
  add("2");
  await clock.advance(20_000, settle);
  expect([batches, retried]).toEqual([[], ["no broker"]]);
  away = false;
  await clock.advance(2000, settle);
  await flushing;
  await sender.flush();
  expect(batches).toEqual([["1"], ["2"]]);
});

test.each([
  ["unreachable", 60_000],
  ["unknown-topic", 15_000],
] as const)("%s is an error after %i ms, for this and every later call", async (kind, ms) => {
  const { clock, sender, add } = setUp(() => {
    throw new KafkaError(kind, "away");
  });
  add("1");
  let error: unknown;
  const flushing = sender.flush().catch((thrown) => (error = thrown));
  await clock.advance(ms - 3000, settle);
  expect(error).toBeUndefined();
  await clock.advance(6000, settle);
  await flushing;
  expect(error).toMatchObject({ kind });
  await expect(sender.room()).rejects.toMatchObject({ kind });
  await expect(sender.flush()).rejects.toMatchObject({ kind });
});

test("missing permission is an error at once", async () => {
  const { sender, add } = setUp(() => {
    throw new KafkaError("authorization", "not allowed");
  });
  add("1");
  await expect(sender.flush()).rejects.toMatchObject({ kind: "authorization" });
});
