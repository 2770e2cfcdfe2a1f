import { ProcessorError, toProcessorError } from "../errors.ts";
import type { Checkpoint, CheckpointStore, Files, StateDelta } from "../ports/index.ts";
import { type CommitRecord, encodeCommit } from "./commit-record.ts";
import { type CompactionLimits, chooseRange, merge } from "./compaction.ts";
import { commitName, mergedName, parseNames, segmentName } from "./names.ts";
import { checkpointFormatVersion, recover } from "./recovery.ts";
import { defaultBlockBytes, SegmentEncoder, type SegmentInfo } from "./segment-encoder.ts";

export interface CheckpointOptions {
  /** Hears of what went wrong behind the scenes and did not make a commit fail. */
  warn?(message: string): void;
  /** From which size a block of a segment is closed. */
  blockBytes?: number;
  compaction?: Partial<CompactionLimits>;
}

/** Segments that are being merged, or were and wait for the next commit. */
interface Compaction {
  inputs: SegmentInfo[];
  name: string;
  abort: AbortController;
  /** Resolves in any case. */
  ended: Promise<void>;
  result?: SegmentInfo;
}

/** After a failed compaction so many commits pass before the next. */
const pauseAfterFailure = 16;

/**
 * Checkpoints of one processor in a directory of its own (design 6, Checkpoint): immutable, checksummed segments and one commit record a commit.
 * A commit writes its segment, then its record, and then removes what neither it nor the one before it needs.
 */
export function fileCheckpoints(files: Files, options: CheckpointOptions = {}): CheckpointStore {
  return new FileCheckpoints(files, options);
}

class FileCheckpoints implements CheckpointStore {
  readonly #files: Files;
  readonly #warn: (message: string) => void;
  readonly #blockBytes: number;
  readonly #limits: CompactionLimits;
  /** The commit that the next one builds on. */
  #last: CommitRecord | undefined;
  /** Newer commits that `load` found unsound. */
  #skipped = new Set<string>();
  #compaction: Compaction | undefined;
  #nextCompaction = 0;

  constructor(files: Files, options: CheckpointOptions) {
    this.#files = files;
    this.#warn = options.warn ?? (() => {});
    this.#blockBytes = options.blockBytes ?? defaultBlockBytes;
    this.#limits = { minimumBytes: 1024 * 1024, maximumSegments: 32, ...options.compaction };
  }

  async load(): Promise<{ checkpoint: Checkpoint; warnings: string[] } | undefined> {
    await this.close();
    const recovered = await recover(this.#files);
    this.#last = recovered?.record;
    this.#skipped = new Set(recovered?.skipped);
    return recovered && { checkpoint: recovered.checkpoint, warnings: recovered.warnings };
  }

  async commit(checkpoint: Checkpoint): Promise<{ bytes: number }> {
    const present = await this.#files.list("");
    this.#fence(checkpoint, present);
    const { state, ...rest } = checkpoint;
    if (state.full) await this.close();
    const compacted = this.#compaction?.result && this.#compaction;
    const segments = state.full ? [] : withCompacted(this.#last?.segments ?? [], compacted);
    const segment = await this.#writeSegment(checkpoint, state);
    if (segment !== undefined) segments.push(segment);
    const record: CommitRecord = { ...rest, formatVersion: checkpointFormatVersion, segments };
    const file = encodeCommit(record);
    await this.#files.writeDurable(commitName(record.epoch, record.sequence), [file]);

    const before = this.#last;
    this.#last = record;
    if (this.#compaction === compacted) this.#compaction = undefined;
    await this.#sweep(present, before);
    this.#compact();
    return { bytes: file.length + (segment?.bytes ?? 0) };
  }

  async clear(): Promise<void> {
    await this.close();
    // The newest commit goes last: interrupted before that, the newest is still what counts; after it, nothing is.
    const found = parseNames(await this.#files.list(""));
    for (const { name } of found.filter((file) => file.kind === "commit")) await this.#files.remove(name);
    for (const { name } of found.filter((file) => file.kind === "segment")) await this.#files.remove(name);
    this.#last = undefined;
    this.#skipped.clear();
  }

  async close(): Promise<void> {
    this.#compaction?.abort.abort();
    await this.#compaction?.ended;
    this.#compaction = undefined;
  }

  /** Refuses to commit where another run has, and on top of files that are gone. */
  #fence(checkpoint: Checkpoint, present: readonly string[]): void {
    const { epoch, sequence } = checkpoint;
    const newest = parseNames(present).findLast((file) => file.kind === "commit" && !this.#skipped.has(file.name));
    const expected = this.#last && commitName(this.#last.epoch, this.#last.sequence);
    if (newest !== undefined && newest.epoch > epoch) {
      throw new ProcessorError(
        125,
        "user-fatal",
        `Run ${epoch} of this processor may not commit: run ${newest.epoch} has taken over.`,
      );
    }
    if (newest?.name !== expected) {
      throw new ProcessorError(
        1,
        "internal",
        `The newest checkpoint is ${newest?.name ?? "gone"}, but this run goes on from ${expected ?? "none"}.`,
      );
    }
    const gone = this.#last?.segments.find((segment) => !present.includes(segment.name));
    if (gone !== undefined)
      throw new ProcessorError(1, "internal", `The state file ${gone.name} is gone from the checkpoint directory.`);
    if (this.#last !== undefined && sequence <= this.#last.sequence) {
      throw new Error(`commit ${sequence} after ${this.#last.sequence}: the sequence must rise`);
    }
  }

  async #writeSegment(checkpoint: Checkpoint, state: StateDelta): Promise<SegmentInfo | undefined> {
    const entries = state.entries[Symbol.iterator]();
    const first = entries.next();
    if (first.done) return undefined;
    const encoder = new SegmentEncoder(this.#blockBytes);

    function* chunks(): Generator<Uint8Array> {
      yield encoder.header(checkpointFormatVersion);
      for (let next = first; !next.done; next = entries.next()) {
        const full = encoder.add(next.value);
        if (full !== undefined) yield full;
      }
      const rest = encoder.end();
      if (rest !== undefined) yield rest;
    }

    const name = segmentName(checkpoint.epoch, checkpoint.sequence);
    await this.#files.writeDurable(name, chunks());
    return { name, checksum: encoder.checksum, bytes: encoder.bytes, entries: encoder.entries, full: state.full };
  }

  /** Removes what neither the last commit nor the one before it needs. A failure is no reason to fail: the next commit tries again. */
  async #sweep(present: readonly string[], before: CommitRecord | undefined): Promise<void> {
    const keep = new Set<string>();
    for (const record of [this.#last, before]) {
      if (record === undefined) continue;
      keep.add(commitName(record.epoch, record.sequence));
      for (const segment of record.segments) keep.add(segment.name);
    }
    if (this.#compaction !== undefined) keep.add(this.#compaction.name);
    const old = parseNames(present).filter((file) => !keep.has(file.name) && file.epoch <= this.#last!.epoch);
    // Records before segments: a record must not outlive what it needs.
    for (const kind of ["commit", "segment"] as const) {
      for (const { name } of old.filter((file) => file.kind === kind)) {
        try {
          await this.#files.remove(name);
        } catch (thrown) {
          this.#warn(`An old checkpoint file could not be removed: ${toProcessorError(thrown).message}`);
          return;
        }
      }
    }
  }

  /** Begins to merge segments if they ask for it. Runs beside the processor; a later commit takes the result over. */
  #compact(): void {
    const { epoch, sequence, segments } = this.#last!;
    if (this.#compaction !== undefined || sequence < this.#nextCompaction) return;
    const range = chooseRange(segments, this.#limits);
    if (range === undefined) return;
    const inputs = segments.slice(range.from, range.to);
    const name = mergedName(epoch, sequence);
    const target = { name, full: range.from === 0, formatVersion: checkpointFormatVersion, blockBytes: this.#blockBytes };
    const abort = new AbortController();
    const compaction: Compaction = {
      inputs,
      name,
      abort,
      ended: merge(this.#files, inputs, target, abort.signal).then(
        (result) => {
          compaction.result = result;
        },
        (thrown) => {
          if (this.#compaction === compaction) this.#compaction = undefined;
          if (abort.signal.aborted) return;
          this.#nextCompaction = sequence + pauseAfterFailure;
          this.#warn(`Merging state files failed and is tried again later: ${toProcessorError(thrown).message}`);
        },
      ),
    };
    this.#compaction = compaction;
  }
}

/** The segments with what compaction has made of a run of them. */
function withCompacted(segments: readonly SegmentInfo[], compaction: Compaction | undefined): SegmentInfo[] {
  if (compaction?.result === undefined) return [...segments];
  const { inputs, result } = compaction;
  const from = segments.findIndex((segment) => segment.name === inputs[0]!.name);
  return segments.toSpliced(from, inputs.length, result);
}
