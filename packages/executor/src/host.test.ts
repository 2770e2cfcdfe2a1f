import { type Processor, ProcessorError } from "@millrace/engine";
import { type Document, decodeBson } from "@millrace/mql";
import { beforeEach, expect, test } from "vitest";
import { Host } from "./host.ts";
import type { FromExecutor, RunOrder } from "./protocol.ts";

type Done = Awaited<Processor["done"]>;

/** A processor whose life a test decides. */
class FakeProcessor implements Processor {
  readonly done: Promise<Done>;
  readonly calls: unknown[] = [];
  starting: () => Promise<void> = async () => {};
  stopping: () => Promise<void> = async () => {};
  end!: (end: Done) => void;

  constructor() {
    this.done = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  start(options?: { resume?: boolean }): Promise<void> {
    this.calls.push(["start", options]);
    return this.starting();
  }

  async stop(options?: { checkpoint?: boolean }): Promise<void> {
    this.calls.push(["stop", options]);
    await this.stopping();
    this.end({ reason: "stopped" });
  }

  async flushWindows(): Promise<void> {}

  async checkpoint(): Promise<void> {}

  stats(options?: { scale?: 1 | 1024; verbose?: boolean }): Document {
    return { scaleFactor: options?.scale ?? 1, verbose: options?.verbose ?? false };
  }

  tap(): () => void {
    return () => {};
  }
}

const order = { processorName: "solar", workspaceName: "demo", resume: true } as RunOrder;
let processor: FakeProcessor;
let sent: FromExecutor[];
let build: () => Promise<Processor>;
let host: Host;

beforeEach(() => {
  processor = new FakeProcessor();
  sent = [];
  build = async () => processor;
  host = new Host(
    (message) => sent.push(message),
    () => build(),
  );
});

const quiet = () => new Promise(setImmediate);
const broken = () => new ProcessorError(125, "user-retryable", "no broker");

/** The run is not known any more. */
async function expectGone(): Promise<void> {
  sent.length = 0;
  host.receive({ type: "stats", request: 99, run: 10, scale: 1, verbose: false });
  await quiet();
  expect(sent).toMatchObject([{ request: 99, error: { message: "The processor does not run here" } }]);
}

async function start(): Promise<void> {
  host.receive({ type: "start", request: 1, run: 10, order });
  await quiet();
  expect(sent.splice(0)).toEqual([{ type: "reply", request: 1, documents: [] }]);
}

test("a start is answered when the processor runs", async () => {
  await start();
  expect(processor.calls).toEqual([["start", { resume: true }]]);
});

test("a start that fails is answered with the error, and the run is over", async () => {
  processor.starting = async () => {
    throw broken();
  };
  host.receive({ type: "start", request: 1, run: 10, order });
  await quiet();
  expect(sent).toEqual([{ type: "reply", request: 1, error: { code: 125, errorClass: "user-retryable", message: "no broker" } }]);
  await expectGone();
});

test("a definition that cannot be built is answered as an internal error", async () => {
  build = async () => {
    throw new TypeError("cannot read");
  };
  host.receive({ type: "start", request: 1, run: 10, order });
  await quiet();
  expect(sent).toEqual([{ type: "reply", request: 1, error: { code: 1, errorClass: "internal", message: "cannot read" } }]);
});

test("a stop takes the final checkpoint and answers with the statistics", async () => {
  await start();
  host.receive({ type: "stop", request: 2, run: 10, checkpoint: true });
  await quiet();
  const [reply] = sent as Extract<FromExecutor, { type: "reply" }>[];
  expect(reply).toMatchObject({ type: "reply", request: 2 });
  expect(decodeBson(reply!.documents![0]!)).toEqual({ scaleFactor: 1, verbose: true });
  expect(processor.calls.at(-1)).toEqual(["stop", { checkpoint: true }]);
  expect(sent).toHaveLength(1);
  await expectGone();
});

test("a final checkpoint that fails is the answer; the processor is gone all the same", async () => {
  await start();
  processor.stopping = async () => {
    throw broken();
  };
  host.receive({ type: "stop", request: 2, run: 10, checkpoint: true });
  await quiet();
  expect(sent).toEqual([expect.objectContaining({ request: 2, error: expect.objectContaining({ message: "no broker" }) })]);
  await expectGone();
});

test("a stop ends a start under way", async () => {
  const opening = Promise.withResolvers<void>();
  processor.starting = () => opening.promise;
  processor.stopping = async () => opening.resolve();
  host.receive({ type: "start", request: 1, run: 10, order });
  await quiet();
  host.receive({ type: "stop", request: 2, run: 10, checkpoint: false });
  await quiet();
  expect(sent.find((message) => message.type === "reply" && message.request === 1)).toMatchObject({ error: { code: 125 } });
  expect(sent.find((message) => message.type === "reply" && message.request === 2)).not.toHaveProperty("error");
  await expectGone();
});

test("a failure while running is told once, with the statistics of that moment", async () => {
  await start();
  processor.end({ reason: "failed", error: broken() });
  await quiet();
  expect(sent).toEqual([
    {
      type: "failed",
      run: 10,
      error: { code: 125, errorClass: "user-retryable", message: "no broker" },
      stats: expect.any(Uint8Array),
    },
  ]);
  host.receive({ type: "stop", request: 2, run: 10, checkpoint: true });
  await quiet();
  expect(sent[1]).toEqual({ type: "reply", request: 2, documents: [] });
});

test("statistics are those that were asked for; of an unknown run there are none", async () => {
  await start();
  host.receive({ type: "stats", request: 2, run: 10, scale: 1024, verbose: true });
  host.receive({ type: "stats", request: 3, run: 11, scale: 1, verbose: false });
  await quiet();
  const replies = sent as Extract<FromExecutor, { type: "reply" }>[];
  expect(decodeBson(replies[0]!.documents![0]!)).toEqual({ scaleFactor: 1024, verbose: true });
  expect(replies[1]).toMatchObject({ request: 3, error: { code: 1 } });
});

test("a ping is answered", () => {
  host.receive({ type: "ping", count: 7 });
  expect(sent).toEqual([{ type: "pong", count: 7 }]);
});
