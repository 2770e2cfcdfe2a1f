import type { Position, SourcePartition, StreamRecord } from "../record.ts";

/** Positions by partition id: what a checkpoint holds of a source. */
export type Positions = Record<string, Position>;

export interface SourceBatch {
  /** In the order of each partition; partitions may be mixed. At most 1,000 records or 4 MB. Empty when nothing came within the wait. */
  records: StreamRecord[];
  /**
   * Given with the first batch and whenever the set changes: every partition now read. Records of a partition not listed never come;
   * one that is only away for a while (a rebalance) stays in the list, or the watermark would move on without it.
   */
  partitions?: SourcePartition[];
}

/**
 * Where records come from (design 9): a pull port. The engine calls `read` from one place, never twice at a time.
 * Errors are {@link ProcessorError}s; retryable ones restart the processor from its checkpoint (engine.md 1.7).
 */
export interface Source {
  /** Connects and goes to the given positions; partitions not in it start where the options say. `undefined` on a first run. */
  open(positions: Positions | undefined): Promise<void>;
  /** Waits at most so long for records. `null`: the source has ended and will give no more (files; not in the service, engine.md 12.50). */
  read(maxWaitMs: number): Promise<SourceBatch | null>;
  /** The next reads leave these partitions out, and only these. Sources with one partition need do nothing. */
  pause(partitions: readonly SourcePartition[]): void;
  /** A checkpoint with these positions is durable: tell the outside (Kafka group offsets). Failures are logged, not thrown. */
  committed(positions: Positions): Promise<void>;
  /** Ends a waiting `read` early (it gives an empty batch) so that stop is quick. */
  wake(): void;
  /** Lets go of everything. Safe to call at any time, more than once. */
  close(): Promise<void>;
  /** Extra `stats` fields of 8.1 that only the source knows, such as `kafkaPartitions`. */
  stats?(): import("@millrace/mql").Document;
}
