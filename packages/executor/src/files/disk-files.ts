import { type FileHandle, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Files } from "@millrace/engine";
import { codeOf, fileError } from "./errors.ts";
import { ensureFolder, syncFolder } from "./folders.ts";

/** Files that were being written when a process died have this ending. */
const temporary = ".tmp";

/**
 * {@link Files} in one folder of the data directory, such as `checkpoints/<processor id>`. Folders get mode 0700, files 0600. What an earlier process left
 * half-written is removed here: only one process may have the folder open. Errors name files by their path below the data directory.
 */
export async function openDiskFiles(dataDirectory: string, folder: string): Promise<Files> {
  const files = new DiskFiles(dataDirectory, checkedName(folder));
  await files.removeLeftovers();
  return files;
}

class DiskFiles implements Files {
  readonly #root: string;
  readonly #folder: string;
  #writes = 0;

  constructor(dataDirectory: string, folder: string) {
    this.#root = join(dataDirectory, folder);
    this.#folder = folder;
  }

  async removeLeftovers(): Promise<void> {
    try {
      const found = await readdir(this.#root, { recursive: true, withFileTypes: true });
      for (const entry of found)
        if (entry.isFile() && entry.name.endsWith(temporary)) await rm(join(entry.parentPath, entry.name));
    } catch (thrown) {
      if (codeOf(thrown) !== "ENOENT") throw fileError(thrown, "clean up", this.#folder);
    }
  }

  async list(folder: string): Promise<string[]> {
    const path = folder === "" ? this.#root : this.#path(folder);
    try {
      return (await readdir(path)).filter((name) => !name.endsWith(temporary)).sort();
    } catch (thrown) {
      if (codeOf(thrown) === "ENOENT") return [];
      throw fileError(thrown, "list", this.#shown(folder));
    }
  }

  async read(name: string, start = 0, end = Number.POSITIVE_INFINITY): Promise<Uint8Array | undefined> {
    const path = this.#path(name);
    let handle: FileHandle | undefined;
    try {
      handle = await open(path, "r");
      const { size } = await handle.stat();
      return await readFully(handle, start, Math.max(0, Math.min(size, end) - start));
    } catch (thrown) {
      if (codeOf(thrown) === "ENOENT") return undefined;
      throw fileError(thrown, "read", this.#shown(name));
    } finally {
      await handle?.close();
    }
  }

  async writeDurable(name: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    const path = this.#path(name);
    const draft = `${path}.${++this.#writes}${temporary}`;
    try {
      await ensureFolder(dirname(path));
      await this.#write(draft, chunks);
      await rename(draft, path);
      await syncFolder(dirname(path));
    } catch (thrown) {
      await rm(draft, { force: true }).catch(() => {});
      throw fileError(thrown, "write", this.#shown(name));
    }
  }

  async remove(name: string): Promise<void> {
    try {
      await rm(this.#path(name), { recursive: true, force: true });
    } catch (thrown) {
      throw fileError(thrown, "remove", this.#shown(name));
    }
  }

  async #write(path: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    const handle = await open(path, "wx", 0o600);
    try {
      for await (const chunk of chunks) await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  #path(name: string): string {
    return join(this.#root, checkedName(name));
  }

  #shown(name: string): string {
    return name === "" ? this.#folder : `${this.#folder}/${name}`;
  }
}

/** Refuses whatever could leave the folder, hide a file or clash with a temporary name. Names come from code, never from users: a refusal is a bug. */
function checkedName(name: string): string {
  for (const part of name.split("/")) {
    if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part) || part.endsWith(temporary))
      throw new Error(`Not a file name: ${JSON.stringify(name)}`);
  }
  return name;
}

async function readFully(handle: FileHandle, start: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await handle.read(bytes, at, length - at, start + at);
    if (bytesRead === 0) return bytes.subarray(0, at);
    at += bytesRead;
  }
  return bytes;
}
