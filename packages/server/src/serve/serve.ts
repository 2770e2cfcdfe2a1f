import type { AddressInfo } from "node:net";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Executor, systemClock } from "@millrace/executor/client";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { openAdminSocket } from "../admin-socket/server.ts";
import { buildApi } from "../api/build.ts";
import { LogBook } from "../api/logs/log-book.ts";
import { noteLifeCycle } from "../api/logs/operational.ts";
import { type Config, describeConfig, type LoadedConfig } from "../config/index.ts";
import { openDataDirectory } from "../data-directory/data-directory.ts";
import { endLeftExecutors, rememberExecutors } from "../data-directory/executors-file.ts";
import { makeFolder } from "../data-directory/make-folder.ts";
import { openSecrets } from "../secrets/master-key.ts";
import { openStore } from "../store/store.ts";
import { LocalPlacement } from "../supervisor/local-placement.ts";
import { Supervisor } from "../supervisor/supervisor.ts";
import { Closing } from "./closing.ts";
import { firstStart, type Identity } from "./first-start.ts";
import { greeting } from "./greeting.ts";
import { createLog, type LogTarget } from "./log.ts";
import { listenProblem, startProblem } from "./problems.ts";
import { writeReadyFile } from "./ready-file.ts";

/** What a server takes from the process around it. */
export interface ServeSurroundings {
  /** `MILLRACE_MASTER_KEY` is taken out of it. */
  env: NodeJS.ProcessEnv;
  /** Takes the greeting. */
  print(text: string): void;
  /** Takes log lines; default: standard error. */
  logTarget?: LogTarget;
}

/** A running server. */
export interface RunningServer {
  /** Where the Admin API listens. */
  url: string;
  identity: Identity;
  /**
   * Stops accepting, takes the final checkpoints of all running processors within `shutdown-timeout`, and lets go of everything.
   * Processors that were started run again at the next start.
   */
  close(): Promise<void>;
}

/** How long an executor without processors stays for the next one. */
const IDLE_MS = 30_000;
/** How long callers may take to fetch their last answers. */
const LAST_ANSWERS_MS = 2_000;
/** An executor takes about so much before it holds any data: as many as that fit into memory, and not too many. */
const EXECUTOR_MB = 256;
const MOST_EXECUTORS = 64;

/**
 * Starts a server: data directory, store, processors, Admin API, administrative socket; the first time, project, credentials and demo too.
 * Resolves when it is ready. Rejects with a {@link ServeError} when it cannot start; nothing has been changed or lost then.
 */
export async function serve(loaded: LoadedConfig, surroundings: ServeSurroundings): Promise<RunningServer> {
  const closing = new Closing();
  try {
    return await start(loaded, surroundings, closing);
  } catch (error) {
    await closing.run();
    throw startProblem(error);
  }
}

async function start(
  loaded: LoadedConfig,
  { env, print, logTarget = process.stderr }: ServeSurroundings,
  closing: Closing,
): Promise<RunningServer> {
  const { config } = loaded;
  // Whatever this process and its children write is for their owner alone.
  process.umask(0o077);
  const environmentKey = env["MILLRACE_MASTER_KEY"];
  Reflect.deleteProperty(env, "MILLRACE_MASTER_KEY");
  const log = createLog(config, logTarget);
  closing.add(openDataDirectory(config.data));
  makeFolder(config.deadLetters, "the dead letter directory", "--dead-letters");
  const left = await endLeftExecutors(config.data);
  if (left > 0) log.warn(`Ended ${left} executors of an earlier server`);
  const store = await openStore(join(config.data, "millrace.db"));
  closing.add(() => store.close());
  const { db } = store;
  const logBook = new LogBook({ db, failed: (err) => log.error({ err }, "Log line lost") });
  closing.add(() => logBook.flush());
  const secrets = await openSecrets(db, { dataDirectory: config.data, environmentKey });
  warnAboutKey(log, config, environmentKey);
  const identity = await firstStart(db, secrets, config);

  const placement = new LocalPlacement({
    dataDirectory: config.data,
    memoryMb: config.memoryMb,
    maxExecutors: Math.min(MOST_EXECUTORS, Math.max(2, Math.floor(config.memoryMb / EXECUTOR_MB))),
    maxShared: availableParallelism(),
    idleMs: IDLE_MS,
    spawn: (heapMb) => new Executor({ heapMb, log: (level, message, fields) => log[level](fields, message) }),
    onChange(pids) {
      try {
        rememberExecutors(config.data, pids);
      } catch (error) {
        log.warn(`Executors could not be written down: ${(error as Error).message}`);
      }
    },
  });
  const supervisor = new Supervisor({
    db,
    secrets,
    clock: systemClock,
    placement,
    dataDirectory: config.data,
    deadLetterDirectory: config.deadLetters,
    memoryMb: config.memoryMb,
    processors: config.processors,
    log: (level, message, fields) => {
      log[level](fields ?? {}, message);
      const processorId = fields?.["processorId"];
      if (typeof processorId === "string") noteLifeCycle(db, logBook, processorId, level, message);
    },
  });
  await supervisor.load();

  let url = "";
  const app = await buildApi({ store, secrets, runtime: supervisor, publicUrl: () => config.publicUrl ?? url, log, logBook });
  let ready = false;
  app.get("/health", () => ({ status: "ok" }));
  app.get("/ready", (_request, reply) => reply.status(ready ? 200 : 503).send({ status: ready ? "ready" : "starting" }));
  closing.add(
    await openAdminSocket({ dataDirectory: config.data, db, supervisor, config: describeConfig(loaded), log, url: () => url }),
  );
  closing.add(async () => {
    // Nothing new is accepted; callers who wait for a start or stop get their answer from what follows.
    const answered = app.close();
    const late = await supervisor.close(config.shutdownTimeoutMs);
    if (late > 0) log.warn(`${late} processors took no final checkpoint in time; they resume from the one before`);
    const enough = delay(LAST_ANSWERS_MS, undefined, { ref: false }).then(() => app.server.closeAllConnections());
    await Promise.race([answered, enough]);
  });
  url = await listen(app, config);
  supervisor.open();
  ready = true;
  if (config.readyFile) writeReadyFile(config.readyFile, { url, identity });
  print(greeting({ url, identity, data: config.data, cwd: process.cwd(), path: env["PATH"], script: process.argv[1] }));
  log.info({ url, data: config.data }, "Ready");
  return {
    url,
    identity,
    async close() {
      log.info("Shutting down");
      await closing.run();
      log.info("Shut down");
    },
  };
}

async function listen(app: FastifyInstance, config: Config): Promise<string> {
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    throw listenProblem(error, config);
  }
  const { port } = app.server.address() as AddressInfo;
  // A server that listens everywhere is reached here by the loopback address.
  const host = config.host === "0.0.0.0" || config.host === "::" ? "127.0.0.1" : config.host;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Whoever can read the data directory of a server that others reach has its secrets too. */
function warnAboutKey(log: Logger, { host, data }: Config, environmentKey: string | undefined): void {
  if (environmentKey !== undefined || isLoopback(host)) return;
  log.warn(`The master key lies beside the secrets that it seals, in ${data}/keys; better set MILLRACE_MASTER_KEY`);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
