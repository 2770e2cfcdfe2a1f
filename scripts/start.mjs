// `npm start`: installs if needed, then hands over to `millrace serve` on a recent Node. Arguments after `--` go to it.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled, recentNode, root } from "./ensure.mjs";

ensureInstalled();
const child = spawn(recentNode(), [join(root, "packages/cli/bin/millrace.js"), "serve", ...process.argv.slice(2)], {
  stdio: "inherit",
  cwd: root,
});
// A terminal's Ctrl-C reaches the whole process group; a signal sent to this process alone is passed on.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => signal !== "SIGINT" && child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
