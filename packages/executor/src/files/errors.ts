import { ProcessorError } from "@millrace/engine";

const causes: Record<string, string> = {
  ENOSPC: "no space left on the disk",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would become larger than allowed",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  EMFILE: "too many open files",
  ENFILE: "too many open files",
  ENOTDIR: "a part of the path is not a folder",
  EISDIR: "it is a folder",
  EEXIST: "something else has this name or that of a folder above",
  EIO: "the disk reports an error",
};

/** The error of a failed file operation for the owner of the processor: what failed, with the path below the data directory. Others than those of the file system stay as they are. */
export function fileError(thrown: unknown, doing: string, path: string): unknown {
  const code = codeOf(thrown);
  if (code === undefined) return thrown;
  return new ProcessorError(
    125,
    "user-retryable",
    `Cannot ${doing} ${path}: ${causes[code] ?? "the operation failed"} (${code})`,
    {
      cause: thrown,
    },
  );
}

/** The code of a file system error, such as `ENOENT`. */
export function codeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || thrown instanceof ProcessorError) return undefined;
  const { code } = thrown as NodeJS.ErrnoException;
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}
