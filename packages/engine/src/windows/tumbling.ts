import { encodeValue, MqlError } from "@millrace/mql";
import type { Positions, StateEntry } from "../ports/index.ts";
import type { StreamRecord } from "../record.ts";
import { BATCH, type Operator, type OperatorState, type Surroundings, type WindowControl } from "../runtime/operator.ts";
import type { OperatorStatistics } from "../runtime/statistics.ts";
import { windowStart } from "./boundaries.ts";
import type { InnerPipeline } from "./inner.ts";
import { OpenWindow, WindowOutput } from "./open-window.ts";
import { bySortedStart } from "./sorted.ts";
import { closedKey, entryKey, readEntries, windowKey } from "./state-entries.ts";

/** Options of an aligned event-time window, in milliseconds. */
export interface TumblingOptions {
  interval: number;
  offset: number;
  lateness: number;
  /** Undefined: windows wait for the watermark for ever. */
  idleTimeout: number | undefined;
}

/** Stands for no window: nothing is in it. */
const nowhere = new OpenWindow(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0, {}, undefined);

/**
 * Tumbling windows by event time (engine.md 5.3, 5.4). A record first closes what its stamp, the watermark before it,
 * closes; then it is taken or late. At the end of a batch the batch's watermark closes the rest. So results do not depend
 * on how records were cut into batches.
 */
export class TumblingWindows implements Operator, OperatorState, WindowControl {
  readonly statistics: readonly OperatorStatistics[];
  readonly state: OperatorState = this;
  readonly windows: WindowControl = this;
  /** Next arrival sequence. */
  arrival = 0;
  readonly #options: TumblingOptions;
  readonly #inner: InnerPipeline;
  readonly #own: OperatorStatistics;
  readonly #surroundings: Surroundings;
  /** By start. */
  readonly #open = new Map<number, OpenWindow>();
  /** In order of start. */
  readonly #order: OpenWindow[] = [];
  /** The window of the latest record: most records go where the one before went. */
  #current = nowhere;
  /** Watermark at which the first open window closes. */
  #closesAt = Number.POSITIVE_INFINITY;
  /** Windows that end here or before were closed without a watermark. */
  #expired = Number.NEGATIVE_INFINITY;
  /** Windows that end here or before were closed by an earlier version of the pipeline. */
  #closedBefore = Number.NEGATIVE_INFINITY;
  /** After the latest batch. */
  #watermark = Number.NEGATIVE_INFINITY;
  /** Windows that end here or before were closed, as checkpoints know. */
  #closed = Number.NEGATIVE_INFINITY;
  /** What a closing window still has to give. */
  #closing: Iterator<StreamRecord> | undefined;
  /** Keys of closed windows that checkpoints still hold. */
  #removed: string[] = [];
  /** Records taken since the prefix last ran. */
  #slice: StreamRecord[] = [];
  readonly #prefixed: StreamRecord[] = [];
  /** Records handed to the first blocking stage by the call at hand. */
  #added = 0;

  constructor(options: TumblingOptions, inner: InnerPipeline, own: OperatorStatistics, surroundings: Surroundings) {
    this.#options = options;
    this.#inner = inner;
    this.#own = own;
    this.#surroundings = surroundings;
    this.statistics = [own, ...inner.statistics];
  }

  process(input: StreamRecord[], from: number, out: StreamRecord[], limit: number): number {
    const { prefix, first } = this.#inner;
    const enters = prefix !== undefined || first.usesMeta;
    const given = out.length;
    let i = from;
    for (; i < input.length; i++) {
      const record = input[i]!;
      if (record.watermark >= this.#closesAt || this.#closing !== undefined) {
        this.#runPrefix();
        if (this.#close(record.watermark - this.#options.lateness, out, limit)) break;
      }
      let window = this.#current;
      const { ts } = record;
      if (ts < window.start || ts >= window.end) {
        window = this.#windowOf(ts, record.watermark);
        this.#current = window;
        if (window === nowhere) {
          this.#late(record);
          continue;
        }
      }
      if (enters) record.enter(window);
      if (prefix !== undefined) this.#slice.push(record);
      else this.#add(window, record);
    }
    this.#runPrefix();
    if (this.#inner.firstStatistics !== undefined) this.#inner.firstStatistics.inputCount += this.#added;
    this.#added = 0;
    this.#own.inputCount += i - from;
    this.#own.outputCount += out.length - given;
    return i;
  }

  advance(watermark: number, out: StreamRecord[], limit: number): boolean {
    this.#watermark = watermark;
    if (watermark < this.#closesAt && this.#closing === undefined && this.#expired === Number.NEGATIVE_INFINITY) return false;
    const given = out.length;
    const more = this.#close(watermark - this.#options.lateness, out, limit);
    this.#own.outputCount += out.length - given;
    return more;
  }

  collect(): void {
    this.#inner.collect();
    const bytes = this.bytes();
    this.#own.stateSize = bytes;
    if (bytes > this.#own.maxMemory) this.#own.maxMemory = bytes;
  }

  bytes(): number {
    let total = 0;
    for (const window of this.#order) total += this.#inner.first.bytes(window.content);
    return total;
  }

  *freeze(): Iterable<StateEntry> {
    const removed = this.#removed;
    this.#removed = [];
    for (const key of removed) yield { key, value: undefined };
    const closed = Math.max(this.#closed, this.#expired, this.#watermark - this.#options.lateness);
    if (closed !== this.#closed) {
      this.#closed = closed;
      yield { key: closedKey, value: encodeValue({ expired: this.#expired, closed }) };
    }
    for (const window of this.#order) {
      const isNew = window.frozen < 0;
      const since = Math.max(window.frozen, 0);
      window.frozen = this.arrival;
      if (isNew) yield { key: windowKey(window.end), value: encodeValue({ opened: window.opened, since: window.since }) };
      for (const { key, value } of this.#inner.first.changes(window.content, since))
        yield { key: entryKey(window.end, key), value: encodeValue(value) };
    }
  }

  restore(entries: Iterable<StateEntry>): void {
    const now = this.#surroundings.clock.now();
    const { expired, closed, windows } = readEntries(entries);
    this.#expired = expired;
    this.#closed = closed;
    for (const [end, { opened, since, values }] of windows) {
      const content = this.#inner.first.restore(values);
      const window = new OpenWindow(end - this.#options.interval, end, now, opened, since, content);
      window.frozen = this.arrival;
      this.#insert(window);
    }
  }

  forget(entries: Iterable<StateEntry>): Positions[] {
    const { expired, closed, windows } = readEntries(entries);
    this.#expired = Math.max(expired, closed);
    this.#closedBefore = this.#expired;
    return [...windows.values()].sort((a, b) => b.opened - a.opened).map(({ since }) => since);
  }

  get open(): readonly OpenWindow[] {
    return this.#order;
  }

  idleDue(idleSince: number, watermark: number): number {
    const first = this.#order[0];
    if (first === undefined || this.#options.idleTimeout === undefined || first.end <= this.#expired)
      return Number.POSITIVE_INFINITY;
    return idleSince + Math.max(this.#remaining(first, watermark), this.#options.idleTimeout);
  }

  expire(now: number, idleSince: number, watermark: number): number {
    const { idleTimeout } = this.#options;
    let end = Number.NEGATIVE_INFINITY;
    for (const window of this.#order) {
      if (idleTimeout === undefined || now - idleSince < Math.max(this.#remaining(window, watermark), idleTimeout)) break;
      end = window.end;
    }
    this.#expireUpTo(end);
    return end;
  }

  expireAll(): void {
    this.#expireUpTo(this.#order[this.#order.length - 1]?.end ?? Number.NEGATIVE_INFINITY);
  }

  #late(record: StreamRecord): void {
    // Read again for other windows: its own was closed before the checkpoint, with it in it, or it was late then.
    const { interval, offset } = this.#options;
    const end = windowStart(record.ts, interval, offset) + interval;
    if (end <= this.#closedBefore && this.#surroundings.isReplay(record)) return;
    this.#surroundings.fail(this.#own, record, record.doc, "Input document arrived late.");
  }

  /** How far a window's end is from the watermark; while that is undefined, the whole window. */
  #remaining(window: OpenWindow, watermark: number): number {
    return watermark === Number.NEGATIVE_INFINITY ? this.#options.interval : Math.max(0, window.end - watermark);
  }

  #expireUpTo(end: number): void {
    if (end > this.#expired) this.#expired = end;
  }

  /** The open window for an event time; `nowhere` if it is closed, whether it ever was open or not. */
  #windowOf(ts: number, watermark: number): OpenWindow {
    const { interval, offset, lateness } = this.#options;
    const start = windowStart(ts, interval, offset);
    const known = this.#open.get(start);
    if (known !== undefined) return known;
    const end = start + interval;
    if (watermark - lateness >= end || end <= this.#expired) return nowhere;
    const { clock } = this.#surroundings;
    const window = new OpenWindow(
      start,
      end,
      clock.now(),
      this.arrival,
      this.#surroundings.positions(),
      this.#inner.first.open(),
    );
    this.#insert(window);
    return window;
  }

  #insert(window: OpenWindow): void {
    this.#open.set(window.start, window);
    this.#order.splice(bySortedStart(this.#order, window.start), 0, window);
    this.#schedule();
  }

  #schedule(): void {
    const first = this.#order[0];
    this.#closesAt = first === undefined ? Number.POSITIVE_INFINITY : first.end + this.#options.lateness;
  }

  #add(window: OpenWindow, record: StreamRecord): void {
    const { first, firstStatistics } = this.#inner;
    this.#added++;
    try {
      first.add(window.content, record, this.arrival++);
    } catch (error) {
      if (!(error instanceof MqlError)) throw error;
      record.enter(window);
      this.#surroundings.failed(firstStatistics ?? this.#own, record, record.doc, error);
    }
  }

  #runPrefix(): void {
    const slice = this.#slice;
    if (slice.length === 0) return;
    const out = this.#prefixed;
    let at = 0;
    while (at < slice.length) {
      at = this.#inner.prefix!.process(slice, at, out, BATCH);
      for (const record of out) this.#add(record.window as OpenWindow, record);
      out.length = 0;
    }
    this.#slice = [];
  }

  /** Emits windows that end at `upTo` or before, or expired, in order of start. `true`: `out` is full and there is more. */
  #close(upTo: number, out: StreamRecord[], limit: number): boolean {
    const end = Math.max(upTo, this.#expired);
    for (;;) {
      if (this.#closing !== undefined) {
        while (out.length < limit) {
          const next = this.#closing.next();
          if (next.done) {
            this.#closing = undefined;
            break;
          }
          out.push(next.value);
        }
        if (this.#closing !== undefined) return true;
      }
      const window = this.#order[0];
      if (window === undefined || window.end > end) return false;
      this.#order.shift();
      this.#open.delete(window.start);
      this.#current = nowhere;
      this.#schedule();
      this.#closing = this.#release(window);
    }
  }

  *#release(window: OpenWindow): Generator<StreamRecord> {
    const { first, steps } = this.#inner;
    if (window.frozen >= 0) {
      this.#removed.push(windowKey(window.end));
      for (const key of first.keys(window.content, window.frozen)) this.#removed.push(entryKey(window.end, key));
    }
    const output = new WindowOutput(window, this.#surroundings.sourceType);
    try {
      let chunks = first.release(window.content, output.make);
      for (const step of steps) chunks = step(chunks, output.make);
      for (const chunk of chunks) {
        for (const record of chunk) {
          if (first.usesMeta) output.seal(record);
          yield record;
        }
      }
    } catch (error) {
      if (!(error instanceof MqlError)) throw error;
      this.#surroundings.failed(this.#own, output.make({}), {}, error);
    }
  }
}
