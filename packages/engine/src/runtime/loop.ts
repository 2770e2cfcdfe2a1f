import type { Checkpoint, Clock, Source } from "../ports/index.ts";
import type { SourcePartition } from "../record.ts";
import type { Assembly } from "./assembly.ts";
import type { Commits } from "./commits.ts";

/** A batch holds no more bytes of input. */
const BATCH_BYTES = 4 * 1024 * 1024;
/** A read waits so long at most, so that nothing hangs on a source that misses its wake-up call. */
const READ_MS = 5_000;
/** Reads that leave partitions out wait so long for the slower ones. */
const HELD_READ_MS = 200;

export interface LoopOptions {
  assembly: Assembly;
  source: Source;
  clock: Clock;
  commits: Commits;
  /** Flushes, freezes and gives the checkpoint to be committed. Called at borders between batches. */
  freeze(): Promise<Checkpoint>;
  flushAtEnd: boolean;
  /** Nothing was stored before: the first positions are stored at once, so that a start at `latest` stays where it was. */
  firstRun: boolean;
  /** Aborted when the run is over: whatever still goes on must not do anything any more. */
  over: AbortSignal;
}

/**
 * The one place where a processor reads, waits and looks at the clock (design 3): it reads, hands batches through the
 * flow, and between batches does what is due: idle partitions, idle windows, checkpoints, what was asked from outside.
 */
export class Loop {
  readonly #options: LoopOptions;
  readonly #assembly: Assembly;
  readonly #clock: Clock;
  readonly #over: AbortSignal;
  #requests: (() => Promise<void>)[] = [];
  #stopping = false;
  /** The read at hand was ended early, or must be. */
  #woken = false;
  #firstCheckpoint: boolean;
  #paused: readonly SourcePartition[] = [];
  /** Since when reads have left partitions out and brought nothing. */
  #heldSince: number | undefined;

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#assembly = options.assembly;
    this.#clock = options.clock;
    this.#over = options.over;
    this.#firstCheckpoint = options.firstRun;
  }

  /** Runs until it is told to stop or the source ends. */
  async run(): Promise<"stopped" | "ended"> {
    for (;;) {
      this.#over.throwIfAborted();
      await this.#betweenBatches();
      if (this.#stopping) return "stopped";
      if (await this.#process()) continue;
      if (!(await this.#read())) return this.#end();
    }
  }

  /** Ends {@link run} at the next border. */
  stop(): void {
    this.#stopping = true;
    this.#wake();
  }

  /** Runs something at the next border between batches. Rejects with what it rejects with, and does not fail the loop. */
  atBorder<T>(action: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#requests.push(() => action().then(resolve, reject));
      this.#wake();
    });
  }

  /** Emits all open windows. At borders only. */
  async flushWindows(): Promise<void> {
    this.#assembly.windows?.expireAll();
    this.#options.commits.dirty = true;
    await this.#advance();
  }

  #wake(): void {
    this.#woken = true;
    this.#options.source.wake();
  }

  async #betweenBatches(): Promise<void> {
    const { commits } = this.#options;
    const requests = this.#requests;
    this.#requests = [];
    for (const request of requests) await request();
    const now = this.#clock.now();
    await this.#closeIdle(now);
    if (this.#firstCheckpoint && Object.keys(this.#assembly.source.positions()).length > 0) {
      this.#firstCheckpoint = false;
      commits.dirty = true;
      commits.due = now;
    }
    if (commits.isDue(now) && !this.#stopping) commits.begin(await this.#options.freeze()).catch(() => {});
  }

  async #closeIdle(now: number): Promise<void> {
    const { source, windows } = this.#assembly;
    if (windows === undefined) return;
    if (source.markIdle(now)) await this.#advance();
    const since = this.#idleSince(now);
    const { derived } = source.watermark;
    if (windows.idleDue(since, derived) > now) return;
    source.watermark.raise(windows.expire(now, since, derived));
    this.#options.commits.dirty = true;
    await this.#advance();
  }

  /** The source as a whole is idle since then; with records buffered it is not. */
  #idleSince(now: number): number {
    const { source } = this.#assembly;
    return source.drained ? source.lastRecordAt : now;
  }

  async #advance(): Promise<void> {
    await this.#assembly.flow.advance(this.#assembly.source.watermark.value);
    await this.#assembly.deadLetters.settled();
  }

  /** Processes what may go on, until something else is due. `false`: there was nothing. */
  async #process(): Promise<boolean> {
    const { source, flow, pace, deadLetters, limit } = this.#assembly;
    const due = this.#nextTimer(this.#clock.now());
    let any = false;
    while (!this.#stopping && this.#requests.length === 0) {
      const batch = source.take(pace.batchSize, BATCH_BYTES);
      if (batch.length === 0) break;
      any = true;
      this.#options.commits.dirty = true;
      await flow.push(batch, source.watermark.value);
      this.#over.throwIfAborted();
      limit.check(source.statistics.inputSize);
      const settled = deadLetters.settled();
      if (settled) await settled;
      if (this.#clock.now() >= due) break;
    }
    // Dead letters of records that never became part of a batch.
    const settled = deadLetters.settled();
    if (settled) await settled;
    return any;
  }

  /** `false`: the source has ended. */
  async #read(): Promise<boolean> {
    const { source } = this.#assembly;
    const held = source.held();
    this.#pause(held);
    const now = this.#clock.now();
    const longest = held.length > 0 ? (this.#heldSince ?? now) + HELD_READ_MS - now : READ_MS;
    const wait = Math.max(0, Math.min(longest, this.#nextTimer(now) - now));
    if (this.#woken && (this.#stopping || this.#requests.length > 0)) return true;
    this.#woken = false;
    const batch = await this.#options.source.read(wait);
    this.#over.throwIfAborted();
    if (batch === null) return false;
    source.accept(batch, this.#clock.now());
    this.#giveUpWaiting(held.length > 0 && batch.records.length === 0, now);
    return true;
  }

  /** `inVain`: a read that began at `began` left partitions out and brought nothing. After long enough of that, they go on. */
  #giveUpWaiting(inVain: boolean, began: number): void {
    if (!inVain) this.#heldSince = undefined;
    else {
      this.#heldSince ??= began;
      if (this.#clock.now() - this.#heldSince < HELD_READ_MS) return;
      this.#heldSince = undefined;
      this.#assembly.source.nothingCame();
    }
  }

  #pause(held: readonly SourcePartition[]): void {
    const same = held.length === this.#paused.length && held.every((partition) => this.#paused.includes(partition));
    if (same) return;
    this.#paused = held;
    this.#options.source.pause(held);
  }

  #nextTimer(now: number): number {
    const { source, windows } = this.#assembly;
    const idleWindow = windows?.idleDue(this.#idleSince(now), source.watermark.derived) ?? Number.POSITIVE_INFINITY;
    return Math.min(this.#options.commits.nextLook, source.idleDue(now), idleWindow);
  }

  /** The source has no more: everything that is buffered is processed, whatever the lead. */
  async #end(): Promise<"stopped" | "ended"> {
    this.#assembly.source.end();
    while (await this.#process()) if (this.#stopping) return "stopped";
    if (this.#options.flushAtEnd) await this.flushWindows();
    return this.#stopping ? "stopped" : "ended";
  }
}
