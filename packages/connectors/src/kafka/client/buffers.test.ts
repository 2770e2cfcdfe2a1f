import { expect, test } from "vitest";
import { Buffers, PartitionBuffer } from "./buffers.ts";
import type { KafkaRecord } from "./port.ts";

const record = (partition: number, offset: number, size = 10): KafkaRecord => {
  return { topic: "t", partition, offset, timestamp: 0, key: null, value: null, headers: [], size };
};

function filled(...counts: number[]): Buffers {
  const buffers = new Buffers();
  for (const [partition, count] of counts.entries()) {
    const buffer = new PartitionBuffer("t", partition, 0, 1000);
    for (let offset = 0; offset < count; offset++) buffer.push(record(partition, offset));
    buffer.fetchOffset = count;
    buffers.add(buffer);
  }
  return buffers;
}

const LIMITS = { records: 1000, bytes: 1_000_000 };
const places = (records: readonly KafkaRecord[]) => records.map(({ partition, offset }) => `${partition}:${offset}`);

test("partitions take turns, and each keeps its order", () => {
  const taken = filled(1000, 3, 1000).take({ ...LIMITS, records: 500 });
  expect(new Set(taken.map(({ partition }) => partition))).toEqual(new Set([0, 1, 2]));
  for (const partition of [0, 1, 2]) {
    const offsets = taken.filter((one) => one.partition === partition).map(({ offset }) => offset);
    expect(offsets).toEqual(offsets.map((_, index) => index));
  }
});

test("what one take leaves, the next ones give, each record once", () => {
  const buffers = filled(250, 250);
  const all: string[] = [];
  for (let taken = buffers.take({ ...LIMITS, records: 7 }); taken.length > 0; taken = buffers.take({ ...LIMITS, records: 7 })) {
    all.push(...places(taken));
  }
  expect(new Set(all).size).toBe(500);
  expect(all.length).toBe(500);
});

test("bytes limit a take, but one record comes in any case", () => {
  expect(filled(10).take({ records: 100, bytes: 35 }).length).toBe(4);
  expect(filled(10).take({ records: 100, bytes: 1 }).length).toBe(1);
});

test("paused partitions are left out until they are not", () => {
  const buffers = filled(2, 2);
  buffers.pause(new Set(["t:0"]));
  expect(places(buffers.take(LIMITS))).toEqual(["1:0", "1:1"]);
  buffers.pause(new Set());
  expect(places(buffers.take(LIMITS))).toEqual(["0:0", "0:1"]);
});

test("the position is that of the next record, and behind the last one where fetching goes on", () => {
  const buffer = filled(3).get("t", 0) as PartitionBuffer;
  expect(buffer.position).toBe(0);
  buffer.next();
  expect([buffer.position, buffer.bytes, buffer.length]).toEqual([1, 20, 2]);
  buffer.next();
  buffer.next();
  buffer.fetchOffset = 9; // records 3 to 8 were no records of the topic's users
  expect([buffer.position, buffer.bytes, buffer.next()]).toEqual([9, 0, undefined]);
});

test("moving drops what was fetched", () => {
  const buffer = filled(3).get("t", 0) as PartitionBuffer;
  buffer.moveTo(100);
  expect([buffer.position, buffer.bytes, buffer.length]).toEqual([100, 0, 0]);
});

test("thousands of records pass through in order while more arrive", () => {
  const buffer = new PartitionBuffer("t", 0, 0, 1000);
  let pushed = 0;
  const given: (number | undefined)[] = [];
  while (given.length < 20_000) {
    while (pushed < given.length + 5000) buffer.push(record(0, pushed++));
    given.push(buffer.next()?.offset);
  }
  expect(given).toEqual(given.map((_, offset) => offset));
});
