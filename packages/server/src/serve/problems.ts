import type { Config } from "../config/index.ts";
import { SecretsError } from "../secrets/secrets.ts";
import { ServeError } from "../serve-error.ts";
import { StoreError } from "../store/errors.ts";

/** What keeps a server from starting, as one line where its owner can do something about it; anything else as it is. */
export function startProblem(error: unknown): unknown {
  if (error instanceof StoreError || error instanceof SecretsError) return new ServeError(error.message, { cause: error });
  const { code, syscall, path, message } = error as NodeJS.ErrnoException;
  // A file system that is full or read-only shows in whatever is written first.
  if (code && ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "EIO"].includes(code)) {
    return new ServeError(`${syscall ?? "access"} failed${path ? ` on ${path}` : ""}: ${message}`, { cause: error });
  }
  return error;
}

/** Why the Admin API cannot listen where it should. */
export function listenProblem(error: unknown, { host, port }: Pick<Config, "host" | "port">): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const at = `${host}:${port}`;
  switch (code) {
    case "EADDRINUSE":
      return new ServeError(`${at} is taken by another program; stop it or choose another --port (0 takes a free one)`);
    case "EACCES":
      return new ServeError(`${at} is not open to this user (ports below 1024 often are not); choose another --port`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EINVAL":
      return new ServeError(`${host} is no address of this machine; choose another --host`);
    default:
      return error;
  }
}
