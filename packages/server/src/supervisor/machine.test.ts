import { ProcessorError } from "@millrace/engine";
import { beforeEach, expect, test } from "vitest";
import { Machine, type MachinePorts, type Prepared, type StateChange } from "./machine.ts";
import { FakePlacement, unreachable } from "./testing/fake-placement.ts";
import { quiet, VirtualClock } from "./testing/virtual-clock.ts";
import { findTier } from "./tiers.ts";

const seconds = (n: number) => n * 1_000;
const prepared: Prepared = {
  tier: findTier("SP5")!,
  order: {
    processorId: "p",
    processorName: "solar",
    workspaceName: "demo",
    pipeline: "[]",
    connections: [],
    settings: { checkpointIntervalMs: 1, maxPartitionLeadMs: 1 },
    dataDirectory: "/nowhere",
    stateFolder: "checkpoints/p",
    deadLetterDirectory: "/nowhere",
    resume: true,
  },
};

let clock: VirtualClock;
let placement: FakePlacement;
let saved: StateChange[];
let kept: unknown[];
let ports: MachinePorts;

beforeEach(() => {
  clock = new VirtualClock();
  placement = new FakePlacement();
  saved = [];
  kept = [];
  ports = {
    placement,
    clock,
    prepare: async () => prepared,
    save: async (_id, change) => void saved.push(change),
    keepStats: async (_id, stats) => void kept.push(stats),
    log: () => {},
    times: { probation: seconds(30), stop: seconds(170) },
  };
});

const start = { kind: "start", options: {} } as const;
const stop = { kind: "stop" } as const;

async function running(): Promise<Machine> {
  const machine = new Machine("p", ports, { name: "CREATED" });
  await machine.ask(start);
  return machine;
}

/** A start that does not end until it is cut short. */
function hanging(): void {
  placement.starting = (_assignment, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
}

test("start, stop, start again: the states that engine.md 1.2 names, stored on the way", async () => {
  const machine = await running();
  expect(machine.state).toMatchObject({ name: "STARTED", shown: "STARTED", status: "running" });
  await machine.ask(stop);
  expect(machine.state).toMatchObject({ name: "STOPPED", shown: "STOPPED", status: "created" });
  expect(placement.last.stops).toEqual([true]);
  await machine.ask(start);
  expect(saved.map(({ name, desired }) => [name, desired])).toEqual([
    ["PROVISIONING", undefined],
    ["STARTED", "started"],
    ["STOPPING", "stopped"],
    ["STOPPED", "stopped"],
    ["PROVISIONING", undefined],
    ["STARTED", "started"],
  ]);
  expect(kept).toEqual([{ inputMessageCount: 1 }]);
});

test("a start that fails is answered with its first failure and leaves FAILED; the next start may succeed", async () => {
  placement.starting = async () => {
    throw unreachable();
  };
  const machine = new Machine("p", ports, { name: "CREATED" });
  await expect(machine.ask(start)).rejects.toThrow("Broker localhost:1 cannot be reached");
  expect(machine.state).toMatchObject({
    name: "FAILED",
    shown: "FAILED",
    status: "error",
    error: { code: 125, codeName: "CommandFailed", message: "Broker localhost:1 cannot be reached", retryable: true },
  });
  placement.starting = async () => {};
  await machine.ask(start);
  expect(machine.state.error).toBeUndefined();
});

test("a definition that cannot be run is refused and changes nothing", async () => {
  ports.prepare = async () => {
    throw new ProcessorError(420, "user-fatal", "options.dlq names a Cluster connection");
  };
  const machine = new Machine("p", ports, { name: "STOPPED" });
  await expect(machine.ask(start)).rejects.toThrow("options.dlq names a Cluster connection");
  expect(machine.state.name).toBe("STOPPED");
  expect(saved).toEqual([]);
});

test("operations that the state does not allow are refused with 125", async () => {
  const machine = new Machine("p", ports, { name: "CREATED" });
  await expect(machine.ask(stop)).rejects.toMatchObject({ code: 125, message: "The processor is not running (state CREATED)" });
  await machine.ask(start);
  await expect(machine.ask(start)).rejects.toMatchObject({ code: 125, message: "The processor is started already" });
});

test.each([
  ["CREATED", "CREATED", "CREATED"],
  ["STOPPED", "STOPPED", "STOPPED"],
  ["FAILED", "STOPPED", "STOPPED"],
] as const)("a stop cuts a start from %s short", async (from, shown, after) => {
  hanging();
  const machine = new Machine("p", ports, { name: from });
  const starting = machine.ask(start);
  starting.catch(() => {});
  await quiet();
  expect(machine.state).toMatchObject({ name: "PROVISIONING", shown, status: "starting" });
  await expect(machine.ask(start)).rejects.toThrow("The processor is being started already");
  await machine.ask(stop);
  await expect(starting).rejects.toThrow("The start was cut short");
  expect(machine.state.name).toBe(after);
  expect(saved.some(({ desired }) => desired === "started")).toBe(false);
});

test("a drop cuts a start short and ends the machine's life", async () => {
  hanging();
  const machine = new Machine("p", ports, { name: "CREATED" });
  const starting = machine.ask(start);
  starting.catch(() => {});
  await quiet();
  await machine.ask({ kind: "drop" });
  await machine.ended;
  await expect(starting).rejects.toThrow("The start was cut short");
  expect(placement.cleared).toEqual(["p"]);
});

test("a run that comes up while its start is cut short is stopped", async () => {
  const up = Promise.withResolvers<void>();
  placement.starting = () => up.promise;
  const machine = new Machine("p", ports, { name: "CREATED" });
  machine.ask(start).catch(() => {});
  await quiet();
  const stopping = machine.ask(stop);
  await quiet();
  up.resolve();
  await stopping;
  expect(placement.last.stops).toEqual([false]);
});

test("a retryable failure of a run starts it again from its checkpoint; meanwhile it is STARTED with status error", async () => {
  const machine = await running();
  placement.last.fail(unreachable());
  await quiet();
  expect(machine.state).toMatchObject({
    name: "STARTED",
    shown: "STARTED",
    status: "error",
    error: { code: 125, retryable: true },
  });
  expect(kept).toEqual([{ inputMessageCount: 1 }]);
  await clock.advance(999);
  expect(placement.runs).toHaveLength(1);
  await clock.advance(1);
  expect(placement.runs).toHaveLength(2);
  expect(machine.state).toMatchObject({ name: "STARTED", status: "running" });
  expect(machine.state.error).toBeUndefined();
});

test("a user error that stays is given up five minutes after the first failure", async () => {
  const machine = await running();
  placement.starting = async () => {
    throw unreachable();
  };
  placement.last.fail(unreachable());
  await clock.advance(seconds(299));
  expect(machine.state.name).toBe("STARTED");
  await clock.advance(seconds(1));
  expect(machine.state).toMatchObject({
    name: "FAILED",
    error: { message: "Broker localhost:1 cannot be reached", retryable: true },
  });
  expect(saved.at(-1)).toMatchObject({ name: "FAILED", desired: "stopped", error: { code: 125 } });
});

test("a fatal error fails the processor at once", async () => {
  const machine = await running();
  placement.last.fail(new ProcessorError(420, "user-fatal", "acks must be all"));
  await quiet();
  expect(machine.state).toMatchObject({ name: "FAILED", error: { code: 420, retryable: false } });
  expect(placement.runs).toHaveLength(1);
});

test("stop during the wait for a retry needs no run", async () => {
  const machine = await running();
  placement.last.fail(unreachable());
  await quiet();
  await machine.ask(stop);
  expect(machine.state.name).toBe("STOPPED");
  await clock.advance(seconds(600));
  expect(placement.runs).toHaveLength(1);
});

test("the death of a shared executor makes a suspect: it runs alone until its probation ends", async () => {
  await running();
  placement.last.lose({ reason: "crashed", detail: "signal SIGKILL", others: 3 });
  await clock.advance(seconds(1));
  expect(placement.last.assignment.alone).toBe(true);
  await clock.advance(seconds(29));
  expect(placement.last.settled).toBe(false);
  await clock.advance(seconds(1));
  expect(placement.last.settled).toBe(true);
  expect(placement.runs).toHaveLength(2);
  placement.last.fail(unreachable());
  await clock.advance(seconds(4));
  expect(placement.last.assignment.alone).toBe(false);
});

test("a suspect whose place is needed moves with a checkpoint after its probation", async () => {
  const machine = await running();
  placement.last.lose({ reason: "crashed", detail: "exit code 70", others: 1 });
  await clock.advance(seconds(1));
  placement.last.stays = false;
  await clock.advance(seconds(30));
  expect(placement.runs[1]!.stops).toEqual([true]);
  expect(placement.runs).toHaveLength(3);
  expect(placement.last.assignment.alone).toBe(false);
  expect(machine.state.status).toBe("running");
});

test("executors that die again and again are internal errors, retried for ever", async () => {
  const machine = await running();
  for (let death = 0; death < 20; death++) {
    placement.last.lose({ reason: "unresponsive", detail: "signal SIGKILL", others: 0 });
    await clock.advance(seconds(60));
  }
  expect(machine.state.name).toBe("STARTED");
  expect(placement.runs).toHaveLength(21);
});

test("a processor that exhausts the memory of its own process fails with 418", async () => {
  const machine = await running();
  placement.last.lose({ reason: "out-of-memory", detail: "signal SIGABRT", others: 1 });
  await clock.advance(seconds(1));
  expect(machine.state.name).toBe("STARTED");
  placement.last.lose({ reason: "out-of-memory", detail: "signal SIGABRT", others: 0 });
  await quiet();
  expect(machine.state).toMatchObject({
    name: "FAILED",
    error: { code: 418, message: "Worker out of memory", retryable: false },
  });
});

test("stop wins over a final checkpoint that fails", async () => {
  const machine = await running();
  placement.last.stopping = async () => {
    throw unreachable();
  };
  await machine.ask(stop);
  expect(machine.state.name).toBe("STOPPED");
});

test("a final checkpoint that hangs is given up, first politely", async () => {
  const machine = await running();
  placement.last.stopping = () => new Promise(() => {});
  const stopping = machine.ask(stop);
  await quiet();
  expect(machine.state).toMatchObject({ name: "STOPPING", shown: "STARTED", status: "stopping" });
  await clock.advance(seconds(169));
  expect(placement.last.stops).toEqual([true]);
  await clock.advance(seconds(1));
  await stopping;
  expect(placement.last.stops).toEqual([true, false]);
  expect(placement.last.killed).toBe(false);
});

test("what does not stop at all is ended with its executor", async () => {
  const machine = await running();
  placement.last.stopping = () => new Promise(() => {});
  placement.last.obedient = false;
  const stopping = machine.ask(stop);
  await clock.advance(seconds(180));
  await stopping;
  expect(placement.last.killed).toBe(true);
  expect(machine.state.name).toBe("STOPPED");
});

test("a start by the owner begins a new streak of failures", async () => {
  const machine = await running();
  placement.starting = async () => {
    throw unreachable();
  };
  placement.last.fail(unreachable());
  await clock.advance(seconds(300));
  expect(machine.state.name).toBe("FAILED");
  placement.starting = async () => {};
  await machine.ask(start);
  placement.last.fail(unreachable());
  await clock.advance(seconds(1));
  expect(machine.state).toMatchObject({ name: "STARTED", status: "running" });
});

test("commands come one after the other: a start behind a stop waits for it", async () => {
  const machine = await running();
  const final = Promise.withResolvers<void>();
  placement.last.stopping = () => final.promise;
  const stopping = machine.ask(stop);
  const starting = machine.ask(start);
  await quiet();
  expect(placement.runs).toHaveLength(1);
  final.resolve();
  await stopping;
  await starting;
  expect(placement.runs).toHaveLength(2);
});

test("drop of a running processor takes no checkpoint and deletes those there are", async () => {
  const machine = await running();
  await machine.ask({ kind: "drop" });
  await machine.ended;
  expect(placement.last.stops).toEqual([false]);
  expect(placement.cleared).toEqual(["p"]);
});

test("a suspended processor has its final checkpoint and stays wanted", async () => {
  const machine = await running();
  await machine.ask({ kind: "suspend" });
  await machine.ended;
  expect(placement.last.stops).toEqual([true]);
  expect(saved.at(-1)).toMatchObject({ name: "STARTED", desired: "started" });
});

test("nothing waits for ever at a machine whose life is over", async () => {
  const machine = await running();
  const suspended = machine.ask({ kind: "suspend" });
  const late = machine.ask(stop);
  await suspended;
  await expect(late).rejects.toMatchObject({ code: 125 });
  await expect(machine.ask(start)).rejects.toMatchObject({ code: 125 });
});

test("a processor that was started runs again with the server, and retries when it cannot", async () => {
  placement.starting = async () => {
    throw unreachable();
  };
  const machine = new Machine("p", ports, { name: "STARTED" });
  await quiet();
  expect(machine.state).toMatchObject({ name: "STARTED", status: "error" });
  placement.starting = async () => {};
  await clock.advance(seconds(1));
  expect(machine.state).toMatchObject({ name: "STARTED", status: "running" });
});

test("a start that the store has not seen the end of is written when the processor runs", async () => {
  new Machine("p", ports, { name: "STARTED", stored: false });
  await quiet();
  expect(saved).toEqual([{ name: "STARTED", desired: "started" }]);
  new Machine("p", ports, { name: "STARTED", stored: true });
  await quiet();
  expect(saved).toHaveLength(1);
});

/** Saves of these states fail as on a full disk. */
function full(...names: StateChange["name"][]): Error {
  const error = new Error("database or disk is full");
  ports.save = async (_id, change) => {
    if (names.includes(change.name)) throw error;
    saved.push(change);
  };
  return error;
}

test("a start that cannot be stored is refused before anything runs", async () => {
  const error = full("PROVISIONING");
  const machine = new Machine("p", ports, { name: "CREATED" });
  await expect(machine.ask(start)).rejects.toBe(error);
  expect([machine.state.name, placement.runs.length, saved]).toEqual(["CREATED", 0, []]);
});

test("a run that came up and cannot be stored is ended again", async () => {
  const error = full("STARTED");
  const machine = new Machine("p", ports, { name: "STOPPED" });
  await expect(machine.ask(start)).rejects.toBe(error);
  await machine.ask(stop).catch(() => {});
  expect(placement.last.stops).toEqual([false]);
  expect([machine.state.name, saved.at(-1)]).toEqual(["STOPPED", { name: "STOPPED", desired: "stopped" }]);
});

test("a stop that cannot be stored is refused, and the processor runs on", async () => {
  const machine = await running();
  const error = full("STOPPING");
  await expect(machine.ask(stop)).rejects.toBe(error);
  expect([machine.state.name, machine.run === placement.last, placement.last.stops]).toEqual(["STARTED", true, []]);
  full();
  await machine.ask(stop);
  expect(machine.state.name).toBe("STOPPED");
});

test("a failure that cannot be stored is one all the same", async () => {
  const machine = await running();
  full("FAILED");
  placement.last.fail(new ProcessorError(9, "user-fatal", "bad"));
  await expect.poll(() => machine.state.name).toBe("FAILED");
});

test("from the moment in which a start reads the definition, the processor is on its way; a stop then cuts it short", async () => {
  const reading = Promise.withResolvers<Prepared>();
  ports.prepare = () => reading.promise;
  const machine = new Machine("p", ports, { name: "CREATED" });
  const starting = machine.ask(start);
  await quiet();
  expect(machine.state).toMatchObject({ name: "PROVISIONING", shown: "CREATED" });
  const stopping = machine.ask(stop);
  reading.resolve(prepared);
  await expect(starting).rejects.toThrow("cut short");
  await stopping;
  expect(machine.state).toMatchObject({ name: "CREATED", shown: "CREATED" });
});

test("a start whose definition cannot be run leaves the state as it was", async () => {
  ports.prepare = () => Promise.reject(new ProcessorError(72, "user-fatal", "There is no tier SP99"));
  const machine = new Machine("p", ports, { name: "CREATED" });
  await expect(machine.ask(start)).rejects.toThrow("no tier SP99");
  expect(machine.state.name).toBe("CREATED");
});
