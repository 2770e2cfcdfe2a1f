/**
 * What the Terraform provider for Atlas sends, replayed against a fresh server: `terraform.http`. The provider itself cannot be had from a
 * package registry; its requests, their order and what it checks are written from admin-api.md 4.3, 8 and 10.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { check, finish } from "../../support/check.ts";
import { Millrace } from "../../support/millrace.ts";
import { replayCommands } from "../replay/commands.ts";
import { watchStates } from "./states.ts";

const folder = mkdtempSync(join(tmpdir(), "millrace-terraform-"));
const millrace = await new Millrace(folder, ["--no-demo"]).start();
try {
  await replayCommands(fileURLToPath(new URL("terraform.http", import.meta.url)), millrace.ready, {
    userAgent: "terraform-provider-mongodbatlas/2.16.0 Terraform/1.11.4",
    revokes: true,
  });
  await check("states that another process sees while a processor starts and stops", () => watchStates(millrace.client));
} finally {
  await millrace.end();
  rmSync(folder, { recursive: true, force: true });
}
finish();
