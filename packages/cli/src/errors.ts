/** Exit codes of every command (design 8). */
export const EXIT = { done: 0, input: 1, environment: 2, interrupted: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends a command with one line on standard error. The message says what is wrong, where, and what would be right. */
export class CommandFailure extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** Problems with places in a file: lines `file:line:column code message`, which editors and CI know how to read. Exit code 1. */
export class ProblemsFound extends CommandFailure {
  constructor(lines: string) {
    super(EXIT.input, lines);
  }
}

/** What the user gave is wrong: a pipeline, an option's value, a name. Exit code 1. */
export function inputFailure(message: string, cause?: unknown): CommandFailure {
  return new CommandFailure(EXIT.input, message, { cause });
}

/** The surroundings do not play along: a file, a port, a server, a broker. Exit code 2. */
export function environmentFailure(message: string, cause?: unknown): CommandFailure {
  return new CommandFailure(EXIT.environment, message, { cause });
}

const systemReasons: Record<string, string> = {
  EACCES: "permission denied",
  EADDRINUSE: "the port is taken",
  ECONNREFUSED: "nothing answers there",
  EDQUOT: "the disk quota is used up",
  EEXIST: "it exists already",
  EFBIG: "the file would become too large",
  EIO: "input/output error",
  EISDIR: "it is a folder",
  ELOOP: "too many symbolic links",
  EMFILE: "too many open files",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "no such file or folder",
  ENOSPC: "no space left on the device",
  ENOTDIR: "a part of the path is no folder",
  EPERM: "operation not permitted",
  EPIPE: "the reader has closed the pipe",
  EROFS: "the file system is read-only",
};

/** The `code` of an error of the operating system, such as `ENOENT`. */
export function systemCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !("code" in thrown)) return undefined;
  return typeof thrown.code === "string" ? thrown.code : undefined;
}

/** Why an operation of the operating system failed, in words. */
export function reasonOf(thrown: unknown): string {
  const code = systemCode(thrown);
  if (code !== undefined && Object.hasOwn(systemReasons, code)) return systemReasons[code]!;
  return thrown instanceof Error ? thrown.message : String(thrown);
}
