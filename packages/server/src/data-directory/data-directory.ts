import { accessSync, chmodSync, constants, mkdirSync, readdirSync, statSync } from "node:fs";
import { ServeError } from "../serve-error.ts";
import { lockDirectory } from "./lock.ts";

const reasons: Record<string, string> = {
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the device",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "a part of the path is no directory",
  EEXIST: "it is a file",
  ELOOP: "too many symbolic links",
  ENAMETOOLONG: "the name is too long",
};

/**
 * Makes the data directory (mode 0700) if needed and takes it for this process.
 * Throws a {@link ServeError} when that cannot be done; nothing in it is changed then.
 * @returns gives it back
 */
export function openDataDirectory(directory: string): () => void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    if (!statSync(directory).isDirectory()) throw Object.assign(new Error("it is a file"), { code: "EEXIST" });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    // Somebody's own, filled directory keeps its mode; the files in it are for the owner alone in any case.
    if (readdirSync(directory).length === 0) chmodSync(directory, 0o700);
    return lockDirectory(directory);
  } catch (error) {
    if (error instanceof ServeError) throw error;
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new ServeError(`the data directory ${directory} cannot be used: ${reasons[code] ?? message}; choose another --data`, {
      cause: error,
    });
  }
}
