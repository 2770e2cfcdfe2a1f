import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Executor, Run } from "@millrace/executor/client";
import type { Assignment, PlacedRun, Placement } from "./placement.ts";
import { Semaphore } from "./semaphore.ts";
import { stateFolder } from "./state-folder.ts";
import type { Tier } from "./tiers.ts";

/** What a placement needs of an executor process. */
export type ExecutorProcess = Pick<Executor, "start" | "end" | "kill" | "exited" | "pid">;

export interface LocalPlacementOptions {
  dataDirectory: string;
  /** No executor's heap is larger, MB. */
  memoryMb: number;
  /** So many executors at most; processors of large tiers share them when there are more. */
  maxExecutors: number;
  /** So many executors for processors of small tiers, at most: more than processors of the machine bring nothing. */
  maxShared: number;
  /** How long an executor without processors stays for the next one. */
  idleMs: number;
  spawn(heapMb: number): ExecutorProcess;
  /** Told whenever a process came or went. */
  onChange?(pids: number[]): void;
}

/** A shared executor takes so many processors before another one is started. */
const PER_SHARED = 8;
const SHARED_HEAP_MB = 2_048;
/** So many suspects are tried at a time, and so many starts go on in one executor at a time. */
const SUSPECTS = 4;
const STARTS = 8;

interface Seat {
  executor: ExecutorProcess;
  /** `trial`: for one suspect. */
  use: "shared" | "own" | "trial";
  runs: number;
  starts: Semaphore;
  idle?: NodeJS.Timeout;
  gone: boolean;
}

/** Executors on this machine: processors of small tiers share some, larger ones have their own, suspects are tried alone. */
export class LocalPlacement implements Placement {
  readonly #options: LocalPlacementOptions;
  readonly #seats = new Set<Seat>();
  readonly #trials = new Semaphore(SUSPECTS);

  constructor(options: LocalPlacementOptions) {
    this.#options = options;
  }

  async start(assignment: Assignment, signal: AbortSignal): Promise<PlacedRun> {
    const trial = assignment.alone && assignment.tier.shared;
    const endTrial = trial ? await this.#trials.acquire(signal) : () => {};
    const seat = trial ? this.#open("trial", this.#sharedHeap) : this.#seatFor(assignment.tier);
    seat.runs++;
    const leave = () => {
      endTrial();
      this.#leave(seat);
    };
    try {
      const run = await this.#startIn(seat, assignment, signal);
      void run.ended.then(leave);
      return placed(run, () => this.#settle(seat, endTrial));
    } catch (error) {
      leave();
      throw error;
    }
  }

  async clear(processorId: string): Promise<void> {
    await rm(join(this.#options.dataDirectory, stateFolder(processorId)), { recursive: true, force: true });
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.#seats].map((seat) => {
        clearTimeout(seat.idle);
        seat.executor.kill();
        return seat.executor.exited;
      }),
    );
  }

  get #sharedHeap(): number {
    return Math.min(SHARED_HEAP_MB, this.#options.memoryMb);
  }

  async #startIn(seat: Seat, { order }: Assignment, signal: AbortSignal): Promise<Run> {
    const release = await seat.starts.acquire(signal);
    try {
      return await seat.executor.start(order, signal);
    } finally {
      release();
    }
  }

  #seatFor(tier: Tier): Seat {
    const use = tier.shared ? "shared" : "own";
    const seats = [...this.#seats].filter((seat) => seat.use === use && !seat.gone);
    const [emptiest] = seats.sort((a, b) => a.runs - b.runs);
    const full = this.#seats.size >= this.#options.maxExecutors;
    if (tier.shared) {
      const enough = seats.length >= this.#options.maxShared || full;
      return emptiest && (emptiest.runs < PER_SHARED || enough) ? emptiest : this.#open("shared", this.#sharedHeap);
    }
    const heapMb = Math.min(tier.memoryMb, this.#options.memoryMb);
    return (full && emptiest) || this.#open("own", heapMb);
  }

  #open(use: Seat["use"], heapMb: number): Seat {
    const executor = this.#options.spawn(heapMb);
    const seat: Seat = { executor, use, runs: 0, starts: new Semaphore(STARTS), gone: false };
    this.#seats.add(seat);
    this.#changed();
    void executor.exited.then(() => {
      seat.gone = true;
      clearTimeout(seat.idle);
      this.#seats.delete(seat);
      this.#changed();
    });
    return seat;
  }

  /** Another processor may come soon: a shared executor waits for it, others end. */
  #leave(seat: Seat): void {
    seat.runs--;
    if (seat.runs > 0 || seat.gone) return;
    const end = () => {
      if (seat.runs > 0) return;
      seat.gone = true;
      void seat.executor.end();
    };
    if (seat.use === "shared") {
      clearTimeout(seat.idle);
      seat.idle = setTimeout(end, this.#options.idleMs);
    } else end();
  }

  /** A cleared suspect's executor becomes a shared one unless there are others with room: those waiting for a trial need the place. */
  #settle(seat: Seat, endTrial: () => void): boolean {
    if (seat.use !== "trial") return true;
    const room = [...this.#seats].some((other) => other.use === "shared" && !other.gone && other.runs < PER_SHARED);
    if (room) return false;
    seat.use = "shared";
    endTrial();
    return true;
  }

  #changed(): void {
    this.#options.onChange?.([...this.#seats].flatMap(({ executor }) => executor.pid ?? []));
  }
}

function placed(run: Run, settle: () => boolean): PlacedRun {
  return {
    ended: run.ended,
    stop: (options) => run.stop(options),
    stats: (options) => run.stats(options),
    tap: (listener) => run.tap(listener),
    latest: () => run.latest(),
    kill: () => run.kill(),
    settle,
  };
}
