import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NAME = "admin.sock";

/** The system's limit for the path of a socket is 104 bytes or more; longer ones are reached through a short link. */
const LONGEST = 100;

/** The socket of a data directory: where it is, and under which path it can be bound or connected to. */
export interface SocketAddress {
  /** The file, where the system has one. */
  file: string | undefined;
  path: string;
  /** To be called when bound or connected. */
  release(): void;
}

export function socketAddress(dataDirectory: string): SocketAddress {
  if (process.platform === "win32") {
    const hash = createHash("sha256").update(dataDirectory.toLowerCase()).digest("hex").slice(0, 32);
    return { file: undefined, path: `\\\\.\\pipe\\millrace-${hash}`, release: () => {} };
  }
  const file = join(dataDirectory, NAME);
  if (Buffer.byteLength(file) <= LONGEST) return { file, path: file, release: () => {} };
  const folder = mkdtempSync(join(tmpdir(), "millrace-"));
  symlinkSync(dataDirectory, join(folder, "d"));
  return { file, path: join(folder, "d", NAME), release: () => rmSync(folder, { recursive: true, force: true }) };
}
