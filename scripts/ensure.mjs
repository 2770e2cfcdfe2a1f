// Makes `npm start` and `npm test` work as the first command after a clone: installs what the lock file names
// when it is not there yet, and says what to do when no recent Node can be found.
// Plain JavaScript that Node 18 can parse, since it runs before the project's own Node is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, "node_modules", ".millrace-installed");

/** Hash of everything that decides what is installed; an unchanged hash means nothing to do. */
function wanted() {
  return createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
}

function installed() {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === wanted();
}

/** Installs the locked dependencies if the last install was for another lock file. */
export function ensureInstalled() {
  if (installed()) return;
  console.error("Installing dependencies (first time, or the lock file changed) …");
  // shell: npm is a script on Windows. EBADENGINE notices about the machine's older Node are not of use: scripts run on Node 24.
  const npm = spawnSync("npm", ["ci", "--loglevel=error", "--no-fund", "--no-audit"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (npm.status !== 0) {
    console.error("millrace: `npm ci` failed; the lines above say why. Fix it and run the same command again.");
    process.exit(2);
  }
  writeFileSync(stamp, wanted());
}

/** Path of a Node that runs the sources as they are (22.18 or newer): the one the lock file brought, else the running one. */
export function recentNode() {
  const own = join(root, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node");
  if (existsSync(own)) return own;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  console.error(
    `millrace: Node ${process.versions.node} is too old and no packaged Node 24 exists for ${process.platform}-${process.arch}. ` +
      "Install Node 22.18 or newer (https://nodejs.org) and run the same command again.",
  );
  process.exit(2);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureInstalled();
  recentNode();
}
