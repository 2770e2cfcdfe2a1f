import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import {
  type ConnectorContext,
  type Origin,
  type Positions,
  ProcessorError,
  type Source,
  type SourceBatch,
  StreamRecord,
} from "@millrace/engine";
import { decodePayload, rawValue } from "../support/payload.ts";
import { type Line, LineCutter, LONGEST_LINE_BYTES } from "./lines.ts";

const CHUNK_BYTES = 256 * 1024;
const BATCH_RECORDS = 1000;
const BATCH_BYTES = 4 * 1024 * 1024;

const partition = { id: "0" };
const origin: Origin = { describe: () => ({ type: "file" }) };

/**
 * Lines of a file, or of standard input when there is no path, each decoded as a Kafka value would be. Reads as it is asked to, a chunk at a time,
 * and ends with its input. The position is the offset of the byte behind a line; standard input cannot go back, so a position in it skips bytes.
 */
export class FileSource implements Source {
  readonly #path: string | undefined;
  readonly #context: ConnectorContext;
  #stream: Readable | undefined;
  #lines = new LineCutter(0);
  #skip = 0;
  #announced = false;
  /** The cutter still has lines of its chunk. */
  #cutting = false;
  #ended = false;
  #failure: ProcessorError | undefined;
  #waiting: AbortController | undefined;
  #woken = false;

  constructor(path: string | undefined, context: ConnectorContext) {
    this.#path = path;
    this.#context = context;
  }

  async open(positions: Positions | undefined): Promise<void> {
    const start = Number(positions?.[partition.id] ?? 0);
    this.#lines = new LineCutter(start);
    let stream: Readable;
    if (this.#path === undefined) {
      this.#skip = start;
      stream = process.stdin;
    } else {
      stream = await openFile(this.#path, start);
    }
    this.#stream = stream;
    stream.on("readable", () => this.#waiting?.abort());
    stream.on("end", () => this.#end());
    stream.on("close", () => this.#end());
    stream.on("error", (error: NodeJS.ErrnoException) => {
      this.#failure = new ProcessorError(125, "user-retryable", `Cannot read ${this.#name}: ${error.message}`, { cause: error });
      this.#end();
    });
  }

  get #name(): string {
    return this.#path === undefined ? "standard input" : `'${this.#path}'`;
  }

  #end(): void {
    this.#ended = true;
    this.#waiting?.abort();
  }

  async read(maxWaitMs: number): Promise<SourceBatch | null> {
    const { clock } = this.#context;
    const deadline = clock.now() + maxWaitMs;
    this.#woken = false;
    let records = this.#take();
    // A chunk need not end a line.
    while (records.length === 0 && this.#mayCome() && !this.#woken && clock.now() < deadline) {
      this.#waiting = new AbortController();
      await clock.sleep(deadline - clock.now(), this.#waiting.signal);
      this.#waiting = undefined;
      records = this.#take();
    }
    if (this.#failure !== undefined && records.length === 0) throw this.#failure;
    const partitions = this.#announced ? undefined : [partition];
    this.#announced = true;
    if (records.length === 0 && partitions === undefined && !this.#mayCome()) return null;
    return { records, partitions };
  }

  #mayCome(): boolean {
    return this.#cutting || !this.#ended;
  }

  /** Records of what is there now, up to the size of a batch. */
  #take(): StreamRecord[] {
    const records: StreamRecord[] = [];
    const now = this.#context.clock.now();
    let bytes = 0;
    while (records.length < BATCH_RECORDS && bytes < BATCH_BYTES) {
      const line = this.#cutting ? this.#lines.next() : undefined;
      if (line !== undefined) {
        if (line.bytes.length > 0) records.push(toRecord(line, now));
        bytes += line.bytes.length;
        continue;
      }
      this.#cutting = false;
      if (!this.#nextChunk()) {
        const last = this.#ended ? this.#lines.last() : undefined;
        if (last !== undefined) records.push(toRecord(last, now));
        break;
      }
    }
    return records;
  }

  /** Hands the next chunk to the cutter, if one has arrived. */
  #nextChunk(): boolean {
    let chunk: Buffer | null = this.#stream?.read() ?? null;
    if (chunk !== null && this.#skip > 0) {
      const skipped = Math.min(this.#skip, chunk.length);
      this.#skip -= skipped;
      chunk = chunk.subarray(skipped);
    }
    if (chunk === null) return false;
    this.#lines.push(chunk);
    this.#cutting = true;
    return true;
  }

  pause(): void {}

  async committed(): Promise<void> {}

  wake(): void {
    this.#woken = true;
    this.#waiting?.abort();
  }

  async close(): Promise<void> {
    this.#stream?.destroy();
    this.wake();
  }
}

function toRecord({ bytes, end, tooLong }: Line, now: number): StreamRecord {
  if (tooLong) {
    const failure = `Failed to parse input message: the line is longer than ${LONGEST_LINE_BYTES / 1024 / 1024} MB`;
    return new StreamRecord({ value: rawValue(bytes) }, now, partition, end, bytes.length, origin, failure);
  }
  const { doc, failure } = decodePayload(bytes);
  return new StreamRecord(doc, now, partition, end, bytes.length, origin, failure);
}

async function openFile(path: string, start: number): Promise<Readable> {
  try {
    const file = await open(path, "r");
    if ((await file.stat()).isDirectory()) {
      await file.close();
      throw new ProcessorError(420, "user-fatal", `Cannot read '${path}': it is a directory`);
    }
    return file.createReadStream({ start, highWaterMark: CHUNK_BYTES });
  } catch (error) {
    if (error instanceof ProcessorError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new ProcessorError(419, "user-fatal", `Cannot read '${path}': there is no such file`);
    throw new ProcessorError(420, "user-fatal", `Cannot read '${path}': ${code === "EACCES" ? "permission denied" : message}`);
  }
}
