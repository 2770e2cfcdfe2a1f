// Random commits with crashes and faults at every file operation, against a model (design 6, Checkpoint; engine.md 1.6).
import { expect, test } from "vitest";
import { ProcessorError } from "../errors.ts";
import type { Checkpoint, StateEntry } from "../ports/index.ts";
import { Crashed, type FileFault, type FileOperation, MemoryFiles } from "../testing/files.ts";
import { parseNames } from "./names.ts";
import { fileCheckpoints } from "./store.ts";

type State = Map<string, string>;

/** What a commit was given: `time` is unique and tells commits apart. */
interface Made {
  time: number;
  sequence: number;
  state: State;
  changed: Map<string, string | undefined>;
  full: boolean;
}

/** mulberry32: a small generator with a seed. */
function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const bytes = (text: string) => new TextEncoder().encode(text);

class Simulation {
  readonly random: () => number;
  readonly files = new MemoryFiles();
  readonly lies: boolean;
  /** Acknowledged commits, oldest first. */
  acknowledged: Made[] = [];
  /** Of the last life: a commit that was begun and not acknowledged; it may have become durable or not. */
  pending: Made | undefined;
  /** Names of files whose writing was a lie, by the number of acknowledged commits at that time. */
  lost: { name: string; at: number }[] = [];
  /** Whether there can be damaged files: a write was torn or lost, and no commit has cleaned up since. */
  damaged = false;
  store = fileCheckpoints(this.files);
  state: State = new Map();
  epoch = 1;
  sequence = 0;
  time = 0;
  recoveries = 0;
  merged = new Set<string>();

  constructor(seed: number, lies: boolean) {
    this.random = seeded(seed);
    this.lies = lies;
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  fault = (operation: FileOperation): FileFault | undefined => {
    const chance = this.random() + (this.lies ? 0 : 0.15);
    if (operation.kind === "write") {
      if (chance < 0.15) {
        this.lost.push({ name: operation.name, at: this.acknowledged.length });
        return { kind: "lost", leaves: (["nothing", "an empty file", "a prefix", "zeros at its end"] as const)[this.below(4)]! };
      }
      if (chance < 0.17) {
        this.damaged = true;
        return { kind: "torn", bytes: this.below(300) };
      }
      if (chance < 0.19) return { kind: "fails" };
    }
    if (chance < 0.21) return { kind: "crash-before" };
    if (chance < 0.23) return { kind: "crash-after" };
    return undefined;
  };

  /** One commit with some changes; rejects when a fault hits it. */
  async commit(): Promise<void> {
    const full = this.sequence === 0 || this.random() < 0.08;
    const state = new Map(this.state);
    const changed = new Map<string, string | undefined>();
    for (let i = this.below(12); i > 0; i--) {
      const key = `key ${this.below(25)}`;
      const value = this.random() < 0.25 ? undefined : `${this.time} ${"x".repeat(this.below(60))}`;
      changed.set(key, value);
      if (value === undefined) state.delete(key);
      else state.set(key, value);
    }
    const made = { time: ++this.time, sequence: this.sequence + 1, state, changed, full };
    this.pending = made;
    await this.store.commit(checkpointOf(made, this.epoch));
    this.pending = undefined;
    this.acknowledged.push(made);
    this.damaged = false;
    this.state = state;
    this.sequence++;
    // What was written before the commit before this one has reached the disk by now.
    const old = this.lost.filter((lie) => lie.at < this.acknowledged.length - 1);
    this.files.settle(old.map((lie) => lie.name));
    this.lost = this.lost.filter((lie) => !old.includes(lie));
  }

  /** A new life after a crash: what does the store say, and is it true? */
  async recover(): Promise<void> {
    const lies = this.lost.length;
    this.damaged ||= lies > 0;
    this.lost = [];
    this.files.restart();
    this.recoveries++;
    this.store = fileCheckpoints(this.files, { blockBytes: 100, compaction: { minimumBytes: 300, maximumSegments: 4 } });
    const before = new Map(this.files.contents);
    for (const name of before.keys()) if (name.endsWith("-merged")) this.merged.add(name);
    const loaded = await this.store.load().catch((thrown) => {
      // Only if the first commit was torn, or the disk lied and there is no older commit that it did not lie about.
      expect(thrown).toBeInstanceOf(ProcessorError);
      expect(this.acknowledged.length).toBeLessThan(lies > 0 ? 2 : this.damaged ? 1 : 0);
      return undefined;
    });
    expect(this.files.contents, "load changes nothing").toEqual(before);
    if (!this.damaged) expect(loaded?.warnings ?? [], "a crash alone damages nothing").toEqual([]);
    const found = loaded && this.match(loaded.checkpoint);
    const newest = this.acknowledged.at(-1);
    if (found === this.pending && found !== undefined) this.acknowledged.push(found);
    else if (lies === 0) expect(found, "the newest acknowledged commit").toBe(newest);
    else if (found !== newest) {
      expect(found, "the one before the newest, when the disk lied").toBe(this.acknowledged.at(-2));
      if (parseNames([...before.keys()]).some((file) => file.kind === "commit" && file.sequence > (found?.sequence ?? 0))) {
        expect(loaded?.warnings.join() ?? "no checkpoint", "a warning").toMatch(
          /Skipped a damaged checkpoint: commit-\d+-\d+ |no checkpoint/,
        );
      }
    }
    this.pending = undefined;
    if (loaded === undefined) {
      await this.store.clear();
      this.acknowledged = [];
    } else {
      this.acknowledged = this.acknowledged.slice(0, this.acknowledged.indexOf(found!) + 1);
    }
    this.state = found?.state ?? new Map();
    this.sequence = found?.sequence ?? 0;
    this.epoch = (loaded?.checkpoint.epoch ?? 0) + 1;
  }

  /** The commit that was loaded; its content must be what was committed. */
  match(checkpoint: Checkpoint): Made {
    const made = [...this.acknowledged, this.pending].find((one) => one?.time === checkpoint.time);
    if (made === undefined) throw new Error(`loaded a commit that was never made: ${checkpoint.time}`);
    const loaded: State = new Map();
    for (const { key, value } of checkpoint.state.entries) {
      expect(loaded.has(key), "a key comes once").toBe(false);
      loaded.set(key, new TextDecoder().decode(value));
    }
    expect(new Map([...loaded].sort())).toEqual(new Map([...made.state].sort()));
    expect(checkpoint).toMatchObject({ ...checkpointOf(made, 0), epoch: expect.any(Number), state: { full: true } });
    return made;
  }
}

function checkpointOf(made: Made, epoch: number): Checkpoint {
  const all: Map<string, string | undefined> = made.full ? made.state : made.changed;
  const entries: StateEntry[] = [...all].map(([key, value]) => ({ key, value: value === undefined ? undefined : bytes(value) }));
  return {
    formatVersion: 1,
    epoch,
    sequence: made.sequence,
    time: made.time,
    positions: {
      "topic:0": made.time * 3,
      "topic:1": 2n ** 60n,
      "shard-1": "49590338271490256608559692538361571095921575989136588898",
    },
    watermark: { at: new Date(made.time) },
    arrival: made.time * 7,
    sink: made.time % 2 ? { parts: [1, 2] } : undefined,
    counters: { input: made.time },
    state: { full: made.full, entries },
  };
}

async function simulate(seed: number, lies: boolean): Promise<Simulation> {
  const simulation = new Simulation(seed, lies);
  for (let life = 0; life < 12; life++) {
    await simulation.recover();
    // Some lives begin without trouble, so that there is something to lose.
    const quiet = simulation.below(8);
    for (let i = 0; i < 20 && !simulation.files.crashed; i++) {
      if (i === quiet) simulation.files.inject = simulation.fault;
      try {
        await simulation.commit();
      } catch (thrown) {
        // A failed commit ends the life of a processor, as a crash does.
        if (!(thrown instanceof Crashed)) expect(thrown).toBeInstanceOf(ProcessorError);
        break;
      }
      // Turns of the event loop in which compaction goes on.
      for (let turns = simulation.below(30); turns > 0; turns--) await Promise.resolve();
    }
  }
  return simulation;
}

test.each([
  ["crashes, torn writes and full disks: what was acknowledged is there", false, 25],
  ["a disk that lies about fsync as well: the newest, or the sound one before it", true, 25],
])("%s", async (_, lies, runs) => {
  let recoveries = 0;
  let merged = 0;
  for (let seed = 1; seed <= runs; seed++) {
    const simulation = await simulate(seed, lies).catch((thrown) => {
      throw new Error(`seed ${seed}`, { cause: thrown });
    });
    recoveries += simulation.recoveries;
    merged += simulation.merged.size;
  }
  expect(recoveries).toBe(runs * 12);
  expect(merged, "compaction took part").toBeGreaterThan(runs / 2);
});
