// Entry point of an executor process, started by client/executor.ts with a channel to the server.
import { flushCompileCache } from "node:module";
import { build } from "./build.ts";
import { Host, type Send } from "./host.ts";
import { PROTOCOL_VERSION, type ToExecutor } from "./protocol.ts";

process.title = "millrace-executor";

// A terminal's Ctrl-C and a service manager's SIGTERM reach the whole group; the server decides what happens, after final checkpoints.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

// The server is gone.
process.on("disconnect", () => process.exit(0));

const send: Send = (message, sent) => {
  if (process.connected) process.send?.(message, undefined, undefined, () => sent?.());
};

process.on("uncaughtException", (error) => {
  // Nobody knows whose processor this was: all start again from their checkpoints.
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`, () => process.exit(70));
});
process.on("unhandledRejection", (reason) => {
  const message = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
  send({ type: "log", level: "error", message: `Unhandled rejection: ${message}` });
});

const host = new Host(send, build);
process.on("message", (message) => {
  const order = message as ToExecutor;
  if (order.type === "end") process.exit(0);
  host.receive(order);
});
send({ type: "hello", protocol: PROTOCOL_VERSION });

/** Compiled code is kept for the next executor once this one has loaded what it usually needs. */
setTimeout(flushCompileCache, 5_000).unref();
