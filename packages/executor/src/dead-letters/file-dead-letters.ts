import { join } from "node:path";
import { type DeadLetter, type DeadLetters, deadLetterLine } from "@millrace/engine";
import { fileError } from "../files/errors.ts";
import { deadLetterFileName } from "./file-name.ts";
import { RotatingFile, type RotationLimits } from "./rotating-file.ts";

export interface FileDeadLetterOptions {
  /** Made, mode 0700, when it is missing. */
  directory: string;
  workspace: string;
  processor: string;
  /** Default: 64 MB, 4 older files. */
  limits?: Partial<RotationLimits>;
  /** What may wait in memory before `write` holds its caller back; default 1 MB. */
  bufferBytes?: number;
}

/** Dead letters of a processor without `options.dlq`: one relaxed EJSON document a line in `<directory>/<workspace>.<processor>.ndjson`, mode 0600. */
export function fileDeadLetters(options: FileDeadLetterOptions): DeadLetters {
  return new FileDeadLetters(options);
}

class FileDeadLetters implements DeadLetters {
  readonly #name: string;
  readonly #file: RotatingFile;
  readonly #bufferBytes: number;
  #lines: Uint8Array[] = [];
  #bytes = 0;
  #draining: Promise<void> | undefined;
  #failed = false;

  constructor(options: FileDeadLetterOptions) {
    this.#name = deadLetterFileName(options.workspace, options.processor);
    this.#file = new RotatingFile(join(options.directory, this.#name), { bytes: 64 * 1024 * 1024, keep: 4, ...options.limits });
    this.#bufferBytes = options.bufferBytes ?? 1024 * 1024;
  }

  /** Rejects with a retryable `ProcessorError` when the file cannot be written, now or since the last call. What was taken is kept and tried again with the next call. */
  write(letter: DeadLetter): Promise<void> | void {
    const line = Buffer.from(`${deadLetterLine(letter)}\n`);
    this.#lines.push(line);
    this.#bytes += line.length;
    const hold = this.#failed || this.#bytes > this.#bufferBytes;
    const drained = this.#drain();
    if (hold) return drained;
    drained.catch(() => {});
  }

  async flush(): Promise<void> {
    await this.#drain();
    try {
      await this.#file.sync();
    } catch (thrown) {
      throw this.#error(thrown);
    }
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.#file.close();
    }
  }

  /** Writes until nothing waits. There is one such loop at a time. */
  #drain(): Promise<void> {
    if (this.#lines.length === 0) return Promise.resolve();
    this.#draining ??= this.#writeAll();
    return this.#draining;
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#lines.length > 0) {
        const count = await this.#file.append(this.#lines);
        for (const line of this.#lines.splice(0, count)) this.#bytes -= line.length;
      }
      this.#failed = false;
    } catch (thrown) {
      this.#failed = true;
      throw this.#error(thrown);
    } finally {
      this.#draining = undefined;
    }
  }

  #error(thrown: unknown): unknown {
    return fileError(thrown, "write", `the dead letter file ${this.#name}`);
  }
}
