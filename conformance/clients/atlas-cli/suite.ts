/**
 * What the Atlas CLI sends, replayed against a fresh server: `atlas-cli.http`. The CLI itself cannot be had from a package registry; its
 * requests are written from admin-api.md 4.3, 8 and 12.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { finish } from "../../support/check.ts";
import { Millrace } from "../../support/millrace.ts";
import { replayCommands } from "../replay/commands.ts";

const folder = mkdtempSync(join(tmpdir(), "millrace-atlas-cli-"));
const millrace = await new Millrace(folder, ["--no-demo"]).start();
try {
  await replayCommands(fileURLToPath(new URL("atlas-cli.http", import.meta.url)), millrace.ready, {
    userAgent: "atlascli/1.58.1 (linux;amd64;)",
    revokes: false,
  });
} finally {
  await millrace.end();
  rmSync(folder, { recursive: true, force: true });
}
finish();
