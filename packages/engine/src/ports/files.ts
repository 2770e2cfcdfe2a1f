/**
 * The file operations that checkpoints need, over one directory. Names are relative, of `[A-Za-z0-9._-]`, with `/` between folders.
 * Tests inject torn writes, a full disk and lost fsyncs here.
 */
export interface Files {
  /** Names in a folder ("" is the root), sorted; empty if there is no such folder. */
  list(folder: string): Promise<string[]>;
  /** The whole file; `undefined` if it is not there. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Writes under a temporary name, fsyncs, renames over `name`, fsyncs the folder. After it resolves the file is durable and whole. */
  writeDurable(name: string, chunks: readonly Uint8Array[]): Promise<void>;
  /** Removes a file or a whole folder; no error if it is not there. */
  remove(name: string): Promise<void>;
}
