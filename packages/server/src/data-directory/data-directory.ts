import { chmodSync, readdirSync } from "node:fs";
import { lockDirectory } from "./lock.ts";
import { folderError, makeFolder } from "./make-folder.ts";

/**
 * Makes the data directory (mode 0700) if needed and takes it for this process.
 * Throws a ServeError when that cannot be done; nothing in it is changed then.
 * @returns gives it back
 */
export function openDataDirectory(directory: string): () => void {
  makeFolder(directory, "the data directory", "--data");
  try {
    // Somebody's own, filled directory keeps its mode; the files in it are for the owner alone in any case.
    if (readdirSync(directory).length === 0) chmodSync(directory, 0o700);
    return lockDirectory(directory);
  } catch (error) {
    throw folderError(error, directory, "the data directory", "--data");
  }
}
