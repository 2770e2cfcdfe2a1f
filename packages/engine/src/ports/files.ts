/**
 * The file operations that checkpoints need, over one directory. Names are relative, of `[A-Za-z0-9._-]`, with `/` between folders.
 * Failures (a full disk, missing rights) reject with a retryable `ProcessorError` that names the file.
 * Tests inject torn writes, a full disk and lost fsyncs here (`MemoryFiles` of `@millrace/engine/testing`).
 */
export interface Files {
  /** Names in a folder ("" is the root), sorted; empty if there is no such folder. Files that are still being written are not among them. */
  list(folder: string): Promise<string[]>;
  /** The file, or the bytes from `start` up to `end` (not included; fewer where it ends before); `undefined` if it is not there. */
  read(name: string, start?: number, end?: number): Promise<Uint8Array | undefined>;
  /**
   * Writes under a temporary name, fsyncs, renames over `name`, fsyncs the folder. After it resolves the file is durable and whole.
   * Pulls one chunk at a time, the next one when this one is written, so that memory stays bounded; a chunk may be reused by whoever gave it after that.
   */
  writeDurable(name: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void>;
  /** Removes a file or a whole folder; no error if it is not there. */
  remove(name: string): Promise<void>;
}
