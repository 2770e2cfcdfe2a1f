import { type Document, definitionOf } from "@millrace/mql";
import { describe, expect, test } from "vitest";
import { ProcessorError } from "../errors.ts";
import { checkPipeline } from "../grammar/check-pipeline.ts";
import type { Sink, Source } from "../ports/index.ts";
import { StreamRecord } from "../record.ts";
import { harness, MemoryCheckpoints, VirtualClock } from "../testing/index.ts";
import { createProcessor, type ProcessorPorts } from "./processor.ts";

/** Ports that work, for tests that break one: a source that gives one record and then waits. */
function portsFor({ pipeline = [] }: { pipeline?: Document[] } = {}) {
  const clock = new VirtualClock();
  const closed: string[] = [];
  const logged: { level: string; message: string }[] = [];
  const partition = { id: "0" };
  let given = false;
  let wake = (): void => {};
  const source: Source = {
    open: async () => {},
    async read(wait) {
      if (!given) {
        given = true;
        const origin = { describe: () => ({ type: "generated" }) };
        return { records: [new StreamRecord({ n: 1 }, clock.now(), partition, 1, 10, origin)], partitions: [partition] };
      }
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([woken, clock.sleep(wait)]);
      return { records: [] };
    },
    pause: () => {},
    committed: async () => {},
    wake: () => wake(),
    close: async () => void closed.push("source"),
  };
  const sink: Sink = {
    open: async () => {},
    write: async () => {},
    flush: async () => {},
    snapshot: () => undefined,
    close: async () => void closed.push("sink"),
  };
  const checkpoints = new MemoryCheckpoints();
  checkpoints.close = async () => void closed.push("checkpoints");
  const ports: ProcessorPorts = {
    source,
    sink: () => sink,
    checkpoints,
    deadLetters: { write: async () => {}, flush: async () => {}, close: async () => void closed.push("deadLetters") },
    clock,
    context: { now: () => clock.now(), random: () => 0, objectId: () => "0".repeat(24) },
    log: (level, message) => logged.push({ level, message }),
  };
  const node = definitionOf(pipeline);
  const { plan } = checkPipeline(node, { connections: "any", connectors: [], source: "replaced", sink: "replaced" });
  const definition = { id: "1", name: "test", pipeline: node, plan: plan!, hasDlq: true, settings: {} };
  return { definition, ports, sink, clock, closed, logged };
}

describe("start", () => {
  test("rejects with the error of the source; done tells it too, and everything is closed", async () => {
    const { definition, ports, closed } = portsFor();
    ports.source.open = async () => {
      throw new ProcessorError(419, "user-retryable", "The topic has no partitions.");
    };
    const processor = createProcessor(definition, ports);
    await expect(processor.start()).rejects.toMatchObject({ code: 419 });
    expect(await processor.done).toMatchObject({ reason: "failed", error: { code: 419 } });
    expect(closed.sort()).toEqual(["checkpoints", "deadLetters", "sink", "source"]);
  });

  test("a stop ends a start that hangs", async () => {
    const { definition, ports } = portsFor();
    ports.source.open = () => new Promise(() => {});
    const processor = createProcessor(definition, ports);
    const started = processor.start();
    const rejection = expect(started).rejects.toMatchObject({ code: 125 });
    await processor.stop();
    await rejection;
    expect(await processor.done).toEqual({ reason: "stopped" });
  });
});

test("what a start still waits for when it is stopped opens nothing afterwards", async () => {
  const { definition, ports, sink } = portsFor();
  const load = Promise.withResolvers<undefined>();
  ports.checkpoints.load = () => load.promise;
  const opened: string[] = [];
  ports.source.open = async () => void opened.push("source");
  sink.open = async () => void opened.push("sink");
  const processor = createProcessor(definition, ports);
  const started = processor.start().catch(() => {});
  await processor.stop();
  await started;
  load.resolve(undefined);
  await turn();
  expect(opened).toEqual([]);
});

describe("failures while running", () => {
  test.each(["read", "write"])("an error of %s ends the run with it", async (which) => {
    const { definition, ports, sink } = portsFor();
    const failing = async () => {
      throw new ProcessorError(125, "user-retryable", "connection lost");
    };
    if (which === "read") ports.source.read = failing;
    else sink.write = failing;
    const processor = createProcessor(definition, ports);
    await processor.start();
    expect(await processor.done).toMatchObject({ reason: "failed", error: { code: 125, message: "connection lost" } });
    expect(processor.stats().status).toBe("error");
  });

  test("anything else thrown is an internal error", async () => {
    const { definition, ports, sink } = portsFor();
    sink.write = async () => {
      throw new TypeError("x is not a function");
    };
    const processor = createProcessor(definition, ports);
    await processor.start();
    expect(await processor.done).toMatchObject({ reason: "failed", error: { code: 1, errorClass: "internal" } });
  });

  test("dead letters that cannot be written end the run: documents are not dropped (7)", async () => {
    const { definition, ports } = portsFor({ pipeline: [{ $set: { r: { $divide: [1, 0] } } }] });
    ports.deadLetters.write = async () => {
      throw new ProcessorError(125, "user-retryable", "no such cluster");
    };
    const processor = createProcessor(definition, ports);
    await processor.start();
    expect(await processor.done).toMatchObject({ reason: "failed", error: { message: "no such cluster" } });
  });

  test("state over the limit is 418 (1.9)", async () => {
    const pipeline = [
      {
        $tumblingWindow: {
          interval: { size: 1, unit: "hour" },
          pipeline: [{ $group: { _id: "$n", docs: { $push: "$$ROOT" } } }],
        },
      },
    ];
    const run = await harness({ pipeline, settings: { stateLimitBytes: 100_000 } });
    await run.feed(Array.from({ length: 1000 }, (_, n) => ({ doc: { n, text: "x".repeat(1000) }, size: 10_000 })));
    expect(run.ended).toMatchObject({
      reason: "failed",
      error: { code: 418, errorClass: "user-fatal", message: "Worker out of memory" },
    });
  });
});

describe("stop always wins", () => {
  test("over a sink that takes no more: the run is over, and stop says that there is no checkpoint", async () => {
    const { definition, ports, sink, clock } = portsFor();
    sink.write = () => new Promise(() => {});
    const processor = createProcessor(definition, ports);
    await processor.start();
    await turn();
    const stopped = processor.stop();
    const rejection = expect(stopped).rejects.toMatchObject({
      code: 125,
      message: expect.stringContaining("did not stop within 60 seconds"),
    });
    await clock.advance(59_000, turn);
    await clock.advance(1_000, turn);
    await rejection;
    expect(await processor.done).toEqual({ reason: "stopped" });
  });

  test("without a checkpoint it does not wait for a commit that cannot be written", async () => {
    const { definition, ports, clock } = portsFor();
    ports.checkpoints.commit = () => new Promise(() => {});
    const processor = createProcessor(definition, ports);
    await processor.start();
    await turn();
    await clock.advance(30_000, turn);
    await processor.stop({ checkpoint: false });
    expect(await processor.done).toEqual({ reason: "stopped" });
  });

  test("over ports that do not close", async () => {
    const { definition, ports, clock, logged } = portsFor();
    ports.source.close = () => new Promise(() => {});
    const processor = createProcessor(definition, ports);
    await processor.start();
    const stopped = processor.stop();
    await clock.advance(10_000, turn);
    await stopped;
    expect(logged).toContainEqual({ level: "warn", message: "Closing the source takes too long and is not waited for." });
  });

  test("a run that was given up does nothing any more", async () => {
    const list = Array.from({ length: 2500 }, (_, i) => i);
    const { definition, ports, sink, clock } = portsFor({ pipeline: [{ $set: { list } }, { $unwind: "$list" }] });
    const write = Promise.withResolvers<void>();
    let writes = 0;
    sink.write = () => {
      writes++;
      return write.promise;
    };
    let reads = 0;
    const read = ports.source.read.bind(ports.source);
    ports.source.read = (wait) => {
      reads++;
      return read(wait);
    };
    const processor = createProcessor(definition, ports);
    await processor.start();
    await turn();
    const stopped = processor.stop({ checkpoint: false }).catch(() => {});
    await clock.advance(5_000, turn);
    await stopped;
    const before = [reads, writes];
    write.resolve();
    await turn();
    expect([reads, writes]).toEqual(before);
  });

  test("twice is once", async () => {
    const run = await harness({ pipeline: [] });
    await Promise.all([run.processor.stop(), run.processor.stop()]);
    await run.processor.stop();
    expect(await run.processor.done).toEqual({ reason: "stopped" });
    expect(run.stats().status).toBe("created");
  });

  test("before it was ever started", async () => {
    const { definition, ports, closed } = portsFor();
    const processor = createProcessor(definition, ports);
    await processor.stop();
    expect(await processor.done).toEqual({ reason: "stopped" });
    expect(closed).toContain("source");
  });
});

test("what is asked of a run that ends meanwhile is refused, not left hanging", async () => {
  const { definition, ports, sink } = portsFor();
  const write = Promise.withResolvers<void>();
  sink.write = () => write.promise;
  const processor = createProcessor(definition, ports);
  await processor.start();
  await turn();
  const flushed = expect(processor.flushWindows()).rejects.toBeInstanceOf(ProcessorError);
  write.reject(new ProcessorError(125, "user-retryable", "gone"));
  await flushed;
  await expect(processor.checkpoint()).rejects.toMatchObject({ code: 125 });
});

test("at its end everything that was read is processed, even when time for something else has come", async () => {
  const stage = { $tumblingWindow: { interval: { size: 1, unit: "day" }, pipeline: [] } };
  const { definition, ports, sink, clock } = portsFor({ pipeline: [stage] });
  const origin = { describe: () => ({ type: "generated" }) };
  const [a, b] = [{ id: "a" }, { id: "b" }];
  // Those of a are held back: b may have older ones.
  const records = [1, 2, 3].map((hour) => new StreamRecord({ n: hour }, hour * 3_600_000, a, hour, 10, origin));
  let reads = 0;
  ports.source.read = async () => (reads++ === 0 ? { records, partitions: [a, b] } : null);
  const written: Document[] = [];
  sink.write = async (batch) => void written.push(...batch.map(({ doc }) => doc));
  let time = 0;
  // Every look at the clock finds a checkpoint due.
  clock.now = () => {
    time += 40_000;
    return time;
  };
  const processor = createProcessor({ ...definition, settings: { maxBatchRecords: 1, flushAtEnd: true } }, ports);
  await processor.start();
  expect(await processor.done).toEqual({ reason: "ended" });
  expect(written).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
});

test("the event loop gets a turn at least every few milliseconds, whatever the ports return", async () => {
  const run = await harness({ pipeline: [{ $set: { a: 1 } }] });
  let ticking = true;
  let turns = 0;
  const count = () => {
    turns++;
    if (ticking) setImmediate(count);
  };
  count();
  run.log.give(Array.from({ length: 100_000 }, (_, n) => ({ doc: { n } })));
  const before = turns;
  await run.settle();
  ticking = false;
  expect(turns - before).toBeGreaterThan(3);
});

const turn = async () => {
  for (let i = 0; i < 4; i++) await new Promise((resolve) => setImmediate(resolve));
};
