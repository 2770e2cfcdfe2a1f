/** Why a store could not be opened or used; `serve` prints the message as one line and exits with 2. */
export type StoreProblem = "newer" | "corrupted" | "in-use" | "unwritable";

/** The store cannot be used. Nothing was changed in the file. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly problem: StoreProblem;

  constructor(problem: StoreProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/** Primary result codes of SQLite that say something about the file rather than the statement. */
const BUSY = 5;
const LOCKED = 6;
const READ_ONLY = 8;
const CORRUPT = 11;
const INPUT_OUTPUT = 10;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** SQLite's extended result code of an error thrown by node:sqlite; undefined for other errors. */
function sqliteCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === "number" ? code : undefined;
}

/** The file's content makes no sense. */
export function damaged(file: string, cause?: unknown): StoreError {
  return new StoreError("corrupted", `${file} is damaged or not a Millrace database; restore it from a backup`, { cause });
}

/** An error of node:sqlite while opening `file`, said in the user's terms. */
export function openError(file: string, error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === undefined) return error;
  switch (code & 0xff) {
    case BUSY:
    case LOCKED:
      return new StoreError("in-use", `${file} is in use by another Millrace instance`, { cause: error });
    case CORRUPT:
    case NOT_A_DATABASE:
      return new StoreError("corrupted", `${file} is damaged or not a Millrace database; restore it from a backup`, {
        cause: error,
      });
    case READ_ONLY:
    case CANNOT_OPEN:
      return new StoreError("unwritable", `${file} cannot be opened for writing`, { cause: error });
    default:
      return new StoreError("unwritable", `${file} cannot be opened: ${(error as Error).message}`, { cause: error });
  }
}

/** Whether a statement failed for want of space or for trouble with the disk: the same one may work later. */
export function isWriteFailure(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && [INPUT_OUTPUT, FULL].includes(code & 0xff);
}

/** Whether a write failed because a unique value is taken already. */
export function isUniqueViolation(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 2067 || code === 1555;
}
