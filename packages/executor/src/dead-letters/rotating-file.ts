import { type FileHandle, open, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "../files/errors.ts";
import { ensureFolder, syncFolder } from "../files/folders.ts";

export interface RotationLimits {
  /** A line that would make the file larger goes to a new one. */
  bytes: number;
  /** How many older files are kept: `.1` is the newest of them. */
  keep: number;
}

/** As much is written at once. */
const writeBytes = 1024 * 1024;

/**
 * A file of lines that is only appended to. Comes back when others move it away, truncate it or remove its folder. A last line without an end, left by a
 * crash or a full disk, is cut off: nobody was told that it is stored.
 */
export class RotatingFile {
  readonly #path: string;
  readonly #limits: RotationLimits;
  #handle: FileHandle | undefined;

  constructor(path: string, limits: RotationLimits) {
    this.#path = path;
    this.#limits = limits;
  }

  /** Appends some of the lines, the first at least; gives how many. After a rejection, whole lines may be in the file all the same. */
  async append(lines: readonly Uint8Array[]): Promise<number> {
    try {
      let size = await this.#reopen();
      let count = this.#fitting(lines, size);
      if (count === 0 && size > 0) {
        await this.#rotate();
        size = await this.#reopen();
        count = this.#fitting(lines, size);
      }
      const taken = lines.slice(0, Math.max(1, count));
      await this.#handle!.writeFile(Buffer.concat(taken));
      return taken.length;
    } catch (thrown) {
      await this.#drop();
      throw thrown;
    }
  }

  /** Resolves when everything appended is durable. */
  async sync(): Promise<void> {
    await this.#handle?.sync();
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }

  /** How many lines go into this file and into one write. */
  #fitting(lines: readonly Uint8Array[], size: number): number {
    const room = Math.min(writeBytes, this.#limits.bytes - size);
    let bytes = 0;
    const over = lines.findIndex((line) => {
      bytes += line.length;
      return bytes > room;
    });
    return over === -1 ? lines.length : over;
  }

  /** Makes sure that the handle is that of the file at the path; gives its size. */
  async #reopen(): Promise<number> {
    if (this.#handle !== undefined) {
      const [there, open] = await Promise.all([statOf(this.#path), this.#handle.stat()]);
      if (there !== undefined && there.ino === open.ino && there.dev === open.dev) return open.size;
      await this.#handle.sync();
      await this.close();
    }
    await ensureFolder(dirname(this.#path));
    const handle = await open(this.#path, "a+", 0o600);
    this.#handle = handle;
    await syncFolder(dirname(this.#path));
    return cutOffPartialLine(handle);
  }

  async #rotate(): Promise<void> {
    await this.#handle?.sync();
    await this.close();
    for (let number = this.#limits.keep; number >= 1; number--) {
      await renameIfThere(number === 1 ? this.#path : `${this.#path}.${number - 1}`, `${this.#path}.${number}`);
    }
    await syncFolder(dirname(this.#path));
  }

  /** Lets go of a handle that failed: opening again repairs the end of the file. */
  async #drop(): Promise<void> {
    await this.close().catch(() => {});
  }
}

async function cutOffPartialLine(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  const piece = new Uint8Array(64 * 1024);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - piece.length);
    const { bytesRead } = await handle.read(piece, 0, end - start, start);
    const newline = piece.subarray(0, bytesRead).lastIndexOf(10);
    if (newline !== -1) {
      const whole = start + newline + 1;
      if (whole < size) await handle.truncate(whole);
      return whole;
    }
    end = start;
  }
  if (size > 0) await handle.truncate(0);
  return 0;
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (thrown) {
    if (codeOf(thrown) === "ENOENT") return undefined;
    throw thrown;
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (thrown) {
    if (codeOf(thrown) !== "ENOENT") throw thrown;
  }
}
