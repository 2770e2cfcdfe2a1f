import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { ServeError } from "../serve-error.ts";

const reasons: Record<string, string> = {
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the device",
  EDQUOT: "the disk quota is used up",
  ENOENT: "it cannot be made there",
  ENOTDIR: "a part of the path is no directory",
  EEXIST: "it is a file",
  ELOOP: "too many symbolic links",
  ENAMETOOLONG: "the name is too long",
};

/**
 * Makes a folder for its owner alone, and what lacks above it, and makes sure that it can be written to.
 * Throws a {@link ServeError} of one line.
 * @param what how the folder is called in the error, such as `the data directory`
 * @param option the option that names another one
 */
export function makeFolder(path: string, what: string, option: string): void {
  try {
    make(path);
    if (!statSync(path).isDirectory()) throw Object.assign(new Error("it is a file"), { code: "EEXIST" });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw folderError(error, path, what, option);
  }
}

export function folderError(error: unknown, path: string, what: string, option: string): ServeError {
  if (error instanceof ServeError) return error;
  const { code = "", message } = error as NodeJS.ErrnoException;
  return new ServeError(`${what} ${path} cannot be used: ${reasons[code] ?? message}; choose another ${option}`, {
    cause: error,
  });
}

/** Node's own recursive `mkdirSync` never returns where folders cannot be made and the parent is there (`/proc/x`, Node 24). */
function make(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    const parent = dirname(path);
    if (code !== "ENOENT" || parent === path || exists(parent)) throw error;
    make(parent);
    mkdirSync(path, { mode: 0o700 });
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
