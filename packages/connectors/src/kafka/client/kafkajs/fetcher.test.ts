import { expect, test } from "vitest";
import { PartitionBuffer } from "../buffers.ts";
import { type ConsumerOptions, KafkaError } from "../port.ts";
import type { ClusterConnection, FetchRequest } from "./cluster.ts";
import { Fetcher } from "./fetcher.ts";
import type { FetchedPartition, Message } from "./records.ts";

type Answer = Partial<FetchedPartition> | KafkaError;

/** Batches of records of one transactionless producer: `[first offset, offsets that are there, last offset of the batch]`. */
function messages(...batches: [first: number, offsets: number[], last: number][]): Message[] {
  return batches.flatMap(([first, offsets, last]) =>
    offsets.map((offset) => ({
      offset: String(offset),
      timestamp: "0",
      key: null,
      value: Buffer.from("x"),
      batchContext: { producerId: "-1", inTransaction: false, firstOffset: String(first), lastOffsetDelta: last - first },
    })),
  );
}

/** Runs a fetcher of partition 0 against answers given in turn, until they are used up. */
async function run(
  start: number,
  answers: Answer[],
  options: Partial<ConsumerOptions> = {},
  log: [first: number, end: number] = [0, 100],
) {
  const requests: FetchRequest[] = [];
  const failures: KafkaError[] = [];
  const warnings: string[] = [];
  let lookUps = 0;
  let done = () => {};
  const finished = new Promise<void>((resolve) => (done = resolve));
  const cluster = {
    async fetch(request: FetchRequest) {
      requests.push({ ...request, partitions: request.partitions.map((one) => ({ ...one })) });
      const answer = answers.shift();
      if (answer === undefined) {
        done();
        return new Promise(() => {});
      }
      if (answer instanceof KafkaError) throw answer;
      return [{ topicName: "t", partitions: [{ partition: 0, highWatermark: "100", messages: [], ...answer }] }];
    },
    listOffsets: async (_partitions: unknown, at: "earliest" | "latest") =>
      new Map([["t:0", at === "earliest" ? log[0] : log[1]]]),
  } as unknown as ClusterConnection;
  const buffer = new PartitionBuffer("t", 0, start, 1000);
  const consumerOptions: ConsumerOptions = { topics: ["t"], reset: "latest", ...options };
  const client = {
    bootstrap: [],
    clientId: "test",
    outageMs: 250,
    log: (level: string, message: string) => level === "warn" && warnings.push(message),
  };
  const fetcher = new Fetcher(1, cluster, consumerOptions, client, {
    arrived: () => {},
    failed: (error) => {
      failures.push(error);
      done();
    },
    leadersMoved: async () => {
      lookUps++;
    },
  });
  fetcher.assign([buffer]);
  await finished;
  fetcher.stop();
  const offsets: number[] = [];
  for (let record = buffer.next(); record !== undefined; record = buffer.next()) offsets.push(record.offset);
  return {
    offsets,
    asked: requests.map(({ partitions }) => partitions[0]?.fetchOffset),
    requests,
    failures,
    warnings,
    lookUps,
    buffer,
  };
}

test("records of the batch below the offset asked for are dropped", async () => {
  const { offsets, asked } = await run(5, [{ messages: messages([0, [3, 4, 5, 6], 9]) }]);
  expect(offsets).toEqual([5, 6]);
  expect(asked).toEqual([5, 10]);
});

test("fetching goes on behind what compaction removed from the end of a batch", async () => {
  const { offsets, asked } = await run(0, [{ messages: messages([0, [0, 1], 4]) }, { messages: messages([5, [7], 8]) }]);
  expect(offsets).toEqual([0, 1, 7]);
  expect(asked).toEqual([0, 5, 9]);
});

test("a batch of which nothing is left is passed", async () => {
  const { asked } = await run(5, [{ messages: messages([0, [1, 2], 9]) }]);
  expect(asked).toEqual([5, 10]);
});

test("when not one batch fits, more is asked for", async () => {
  const { offsets, requests } = await run(0, [{}, {}, { messages: messages([0, [0], 0]) }]);
  expect(requests.slice(0, 3).map(({ partitions }) => partitions[0]?.maxBytes)).toEqual([1000, 2000, 4000]);
  expect(offsets).toEqual([0]);
});

test("at the end, or before the records of an open transaction, the size stays", async () => {
  const { requests } = await run(100, [{}, {}]);
  expect(requests.map(({ partitions }) => partitions[0]?.maxBytes)).toEqual([1000, 1000, 1000]);
  const open = await run(50, [{ lastStableOffset: "50" }]);
  expect(open.requests[1]?.partitions[0]?.maxBytes).toBe(1000);
  const uncommitted = await run(50, [{ lastStableOffset: "50" }], { readUncommitted: true });
  expect(uncommitted.requests[1]?.partitions[0]?.maxBytes).toBe(2000);
});

const outOfRange = () => {
  const cause = Object.assign(new Error("out of range"), { type: "OFFSET_OUT_OF_RANGE" });
  return new KafkaError("rejected", "out of range", { cause });
};

test.each([
  [20, "latest", 30],
  [20, "earliest", 30],
  [500, "latest", 100],
  [500, "earliest", 30],
] as const)(
  "from offset %i, which a log of 30 to 100 does not have, with reset %s reading goes on at %i",
  async (start, reset, expected) => {
    const { asked, warnings } = await run(start, [outOfRange()], { reset }, [30, 100]);
    expect(asked).toEqual([start, expected]);
    expect(warnings).toEqual([expect.stringMatching(/does not have the offset/)]);
  },
);

test("an outage is waited for and leaders are looked up; too long a one ends the consumer", async () => {
  const away = () => new KafkaError("unreachable", "away");
  const back = await run(0, [away(), away(), { messages: messages([0, [0], 0]) }]);
  expect([back.offsets, back.lookUps, back.failures]).toEqual([[0], 2, []]);
  const gone = await run(0, Array.from({ length: 50 }, away));
  expect(gone.failures).toEqual([expect.objectContaining({ kind: "unreachable" })]);
});

test("what does not pass ends the consumer at once", async () => {
  const { failures, asked } = await run(0, [new KafkaError("authorization", "not allowed")]);
  expect([failures.length, asked.length]).toEqual([1, 1]);
});
