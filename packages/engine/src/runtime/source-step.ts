import { type Document, type Expression, MqlError, numberOf, setOwn, type Value } from "@millrace/mql";
import type { Positions, SourceBatch } from "../ports/index.ts";
import type { SourcePartition, StreamRecord } from "../record.ts";
import { Watermark } from "../windows/watermark.ts";
import type { Surroundings } from "./operator.ts";
import { PartitionBuffer } from "./partition-buffer.ts";
import type { OperatorStatistics } from "./statistics.ts";
import { TimeOrder } from "./time-order.ts";

/** What `$source` and the processor's settings say about taking records. */
export interface SourceOptions {
  /** Event time; undefined: the source's own timestamps. */
  timeField: Expression | undefined;
  /** Field that receives the event time. */
  tsFieldName: string | undefined;
  /** Undefined: partitions are never idle. */
  partitionIdleMs: number | undefined;
  /** Without a window there is no watermark, and records pass in the order of arrival. */
  windowed: boolean;
  /** A partition may be so far ahead of one that may still have records. */
  leadMs: number;
}

/**
 * The first step of a processor: buffers records by partition, gives them event times and stamps them with the watermark
 * before them (design 3).
 *
 * With a window, among the partitions that have a record buffered the smallest event time goes first. That keeps windows
 * few and order of arrival steady; that nothing is late does not depend on it (see {@link Watermark}). A partition without
 * a buffered record may still deliver older ones: others then go on only up to `leadMs` of event time ahead of it, and the
 * source leaves them out of the next reads. If the partition has nothing to give in such a read it is no longer waited for
 * until it produces again; so a partition that has no more data slows nobody down.
 */
export class SourceStep {
  readonly watermark = new Watermark();
  readonly statistics: OperatorStatistics;
  /** Wall clock when records came last, or of the start. */
  lastRecordAt: number;
  readonly #options: SourceOptions;
  readonly #surroundings: Surroundings;
  readonly #partitions = new Map<string, PartitionBuffer>();
  /** Positions, and what the watermark knew, of partitions that have not come back since the restart. */
  #restored = new Map<string, { max: number; idle: boolean }>();
  #positions: Positions = {};
  #replayed: Positions = {};
  readonly #order = new TimeOrder();
  /** Records in order of arrival, without a window. */
  readonly #queue = new PartitionBuffer({ id: "" }, 0);
  /** The source has ended: nobody is waited for. */
  #ended = false;
  #before: Positions = {};
  #last: PartitionBuffer | undefined;

  constructor(options: SourceOptions, statistics: OperatorStatistics, surroundings: Surroundings) {
    this.#options = options;
    this.statistics = statistics;
    this.#surroundings = surroundings;
    this.lastRecordAt = surroundings.clock.now();
  }

  /** Takes over what a read gave. */
  accept(batch: SourceBatch, now: number): void {
    const { records, partitions } = batch;
    if (partitions) this.#assign(partitions, now);
    if (records.length === 0) return;
    this.lastRecordAt = now;
    this.statistics.inputCount += records.length;
    for (const { size } of records) this.statistics.inputSize += size;
    if (!this.#options.windowed) {
      this.#queue.add(records, 0, records.length);
      return;
    }
    for (let from = 0; from < records.length; ) {
      const { partition } = records[from]!;
      let to = from + 1;
      while (to < records.length && records[to]!.partition === partition) to++;
      this.#buffer(this.#bufferOf(partition, now), records, from, to, now);
      from = to;
    }
  }

  /** The next records, in order, stamped; none if nothing may go on. */
  take(maxRecords: number, maxBytes: number): StreamRecord[] {
    for (const buffer of this.#partitions.values()) buffer.mark();
    this.#before = {};
    const out = this.#options.windowed ? this.#takeByTime(maxRecords, maxBytes) : this.#takeInOrder(maxRecords, maxBytes);
    this.statistics.outputCount += out.length;
    return out;
  }

  /** Partitions whose buffered records wait for slower ones. The next reads need not bring more of them. */
  held(): SourcePartition[] {
    for (const buffer of this.#partitions.values()) buffer.paused = false;
    return this.#order.buffers().map((buffer) => {
      buffer.paused = true;
      return buffer.partition;
    });
  }

  /** A read that left only {@link held} partitions out waited in vain. */
  nothingCame(): void {
    for (const buffer of this.#partitions.values()) if (buffer.empty) buffer.drained = true;
  }

  /** No more reads: everything buffered may go on. */
  end(): void {
    this.#ended = true;
  }

  /** Where reading goes on after everything that was taken. */
  positions(): Positions {
    const positions = { ...this.#positions };
    for (const [id, { position }] of this.#partitions) if (position !== undefined) positions[id] = position;
    return positions;
  }

  /** The positions before the last {@link take}. */
  positionsBefore(): Positions {
    if (Object.keys(this.#before).length === 0) {
      this.#before = { ...this.#positions };
      for (const [id, { before }] of this.#partitions) if (before !== undefined) this.#before[id] = before;
    }
    return this.#before;
  }

  /** Wall-clock time at which the next partition becomes idle; +Infinity if none does. */
  idleDue(now: number): number {
    const { partitionIdleMs, windowed } = this.#options;
    let due = Number.POSITIVE_INFINITY;
    if (partitionIdleMs === undefined || !windowed) return due;
    for (const buffer of this.#partitions.values()) {
      if (!buffer.empty || buffer.paused) buffer.lastActivity = now;
      if (!buffer.idle && !buffer.gone) due = Math.min(due, buffer.lastActivity + partitionIdleMs);
    }
    return due;
  }

  /** Marks partitions that are due as idle. `true`: the watermark may have moved. */
  markIdle(now: number): boolean {
    if (this.idleDue(now) > now) return false;
    for (const buffer of this.#partitions.values())
      if (!buffer.gone && now - buffer.lastActivity >= (this.#options.partitionIdleMs ?? Number.POSITIVE_INFINITY))
        buffer.idle = true;
    this.watermark.refresh();
    return true;
  }

  /** Whether all that came was handed on. */
  get drained(): boolean {
    return this.#order.size === 0 && this.#queue.empty;
  }

  /** Watermark and idleness of a partition, for statistics. */
  partitionState(id: string): { isIdle: boolean; watermark: Date | undefined } | undefined {
    const buffer = this.#partitions.get(id);
    return buffer && { isIdle: buffer.idle, watermark: Number.isFinite(buffer.max) ? new Date(buffer.max) : undefined };
  }

  snapshot(): Document {
    const partitions: Value[] = [...this.#restored].map(([id, { max, idle }]) => ({ id, max, idle }));
    for (const [id, { max, idle }] of this.#partitions) partitions.push({ id, max, idle });
    return { value: this.watermark.value, derived: this.watermark.derived, partitions };
  }

  restore(positions: Positions, snapshot: Document): void {
    this.#positions = positions;
    this.watermark.restore(numberOf(snapshot.value), numberOf(snapshot.derived));
    this.#restored = new Map(
      (snapshot.partitions as Document[]).map(({ id, max, idle }) => [id as string, { max: numberOf(max), idle: idle === true }]),
    );
  }

  /** Goes on from positions before those of the checkpoint, `until`. The watermark begins anew. */
  rewind(positions: Positions, until: Positions): void {
    this.#positions = positions;
    this.#replayed = until;
  }

  /** Whether a record was processed before the checkpoint that {@link rewind} went back from. */
  isReplay({ partition, position }: StreamRecord): boolean {
    const until = this.#replayed[partition.id];
    // Positions that are texts have no order: their records count as new.
    return until !== undefined && typeof until !== "string" && typeof position !== "string" && position <= until;
  }

  #assign(partitions: readonly SourcePartition[], now: number): void {
    const ids = new Set(partitions.map(({ id }) => id));
    for (const partition of partitions) {
      const buffer = this.#partitions.get(partition.id);
      if (buffer === undefined) this.#add(partition, now);
      else if (buffer.gone) {
        buffer.gone = false;
        this.watermark.add(buffer);
      }
    }
    for (const buffer of this.#partitions.values()) {
      if (ids.has(buffer.partition.id) || buffer.gone) continue;
      buffer.gone = true;
      this.watermark.remove(buffer);
    }
    this.watermark.refresh();
  }

  #add(partition: SourcePartition, now: number): PartitionBuffer {
    const buffer = new PartitionBuffer(partition, now);
    const known = this.#restored.get(partition.id);
    if (known) Object.assign(buffer, known);
    const position = this.#positions[partition.id];
    if (position !== undefined) buffer.position = position;
    this.#restored.delete(partition.id);
    this.#partitions.set(partition.id, buffer);
    if (this.#options.windowed) this.watermark.add(buffer);
    return buffer;
  }

  #bufferOf(partition: SourcePartition, now: number): PartitionBuffer {
    if (this.#last?.partition === partition) return this.#last;
    let buffer = this.#partitions.get(partition.id);
    if (buffer === undefined) {
      buffer = this.#add(partition, now);
      this.watermark.refresh();
    }
    this.#last = buffer;
    return buffer;
  }

  #buffer(buffer: PartitionBuffer, records: StreamRecord[], from: number, to: number, now: number): void {
    const wasEmpty = buffer.empty;
    buffer.add(records, from, to);
    if (!wasEmpty) return;
    buffer.lastActivity = now;
    buffer.drained = false;
    const ts = this.#prepareHead(buffer);
    if (ts !== undefined) this.#order.add(buffer, ts);
  }

  #takeByTime(maxRecords: number, maxBytes: number): StreamRecord[] {
    const out: StreamRecord[] = [];
    const { watermark } = this;
    let bytes = 0;
    let limit = this.#leadLimit();
    for (let buffer = this.#order.top; buffer !== undefined && this.#order.topTime <= limit; buffer = this.#order.top) {
      // As long as it stays the smallest, records of one partition go without asking the heap.
      const bound = Math.min(this.#order.secondTime, limit);
      const { records } = buffer;
      let { head } = buffer;
      let next: number | undefined;
      do {
        const record = records[head++]!;
        record.watermark = watermark.value;
        watermark.observe(buffer, record.ts);
        out.push(record);
        bytes += record.size;
        while (head < records.length && !this.#prepare(records[head]!)) head++;
        next = records[head]?.ts;
      } while (next !== undefined && next < bound && out.length < maxRecords && bytes < maxBytes);
      buffer.advance(head);
      if (next === undefined) {
        this.#order.removeTop();
        limit = this.#leadLimit();
      } else this.#order.replaceTop(next);
      if (out.length >= maxRecords || bytes >= maxBytes) break;
    }
    this.statistics.outputSize += bytes;
    return out;
  }

  #takeInOrder(maxRecords: number, maxBytes: number): StreamRecord[] {
    const { records } = this.#queue;
    let { head } = this.#queue;
    const out: StreamRecord[] = [];
    let bytes = 0;
    while (head < records.length && out.length < maxRecords && bytes < maxBytes) {
      const record = records[head++]!;
      this.#bufferOf(record.partition, this.lastRecordAt).position = record.position;
      if (!this.#prepare(record)) continue;
      out.push(record);
      bytes += record.size;
    }
    this.#queue.advance(head);
    this.statistics.outputSize += bytes;
    return out;
  }

  /** How far records may go now: `leadMs` beyond the slowest partition that may still bring older ones. */
  #leadLimit(): number {
    if (this.#ended) return Number.POSITIVE_INFINITY;
    let slowest = Number.POSITIVE_INFINITY;
    for (const buffer of this.#partitions.values()) {
      const awaited = buffer.empty && !buffer.idle && !buffer.drained && !buffer.gone;
      if (awaited && buffer.max < slowest) slowest = buffer.max;
    }
    return slowest + this.#options.leadMs;
  }

  /** Event time of the next record of a partition; undefined when it has none. Records that go no further are taken away. */
  #prepareHead(buffer: PartitionBuffer): number | undefined {
    const { records } = buffer;
    let { head } = buffer;
    while (head < records.length && !this.#prepare(records[head]!)) head++;
    buffer.advance(head);
    return records[head]?.ts;
  }

  /** Gives a record its event time. `false`: it went to the dead letters. */
  #prepare(record: StreamRecord): boolean {
    if (record.failure !== undefined) return this.#fail(record, record.failure);
    const { timeField, tsFieldName } = this.#options;
    if (timeField !== undefined) {
      let time: Value;
      try {
        time = timeField.evaluate(record, this.#surroundings.context);
      } catch (error) {
        if (!(error instanceof MqlError)) throw error;
        return this.#fail(record, `Failed to evaluate timeField: ${error.message}`);
      }
      if (!(time instanceof Date)) return this.#fail(record, "Failed to evaluate timeField: the result is missing or null");
      record.retime(time.getTime());
    }
    if (!Number.isFinite(record.ts)) return this.#fail(record, "Failed to evaluate timeField: the result is not a valid date");
    if (tsFieldName !== undefined) setOwn(record.doc, tsFieldName, new Date(record.ts));
    return true;
  }

  #fail(record: StreamRecord, reason: string): false {
    this.#surroundings.fail(this.statistics, record, record.doc, reason);
    return false;
  }
}
