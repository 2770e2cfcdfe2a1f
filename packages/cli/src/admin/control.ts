import type { StartRequest } from "@millrace/server";
import type { Session } from "../session.ts";
import { type AdminOptions, withServer } from "./connect.ts";
import { processorName } from "./processor-name.ts";

interface StartOptions extends AdminOptions {
  /** `--no-resume`: begin anew. */
  resume: boolean;
  tier?: string;
  json?: boolean;
}

/** Starts a processor and waits until it runs. */
export async function startProcessor(which: string, options: StartOptions, session: Session): Promise<void> {
  const { workspace, name } = processorName(which);
  const request: StartRequest = {
    resumeFromCheckpoint: options.resume,
    ...(options.tier !== undefined && { tier: options.tier }),
  };
  await withServer(options, session, (client) => client.start(workspace, name, request));
  confirm(which, "STARTED", options.json, session);
}

/** Stops a processor and waits for its final checkpoint. */
export async function stopProcessor(which: string, options: AdminOptions & { json?: boolean }, session: Session): Promise<void> {
  const { workspace, name } = processorName(which);
  await withServer(options, session, (client) => client.stop(workspace, name));
  confirm(which, "STOPPED", options.json, session);
}

function confirm(name: string, state: string, json: boolean | undefined, session: Session): void {
  session.stdout.write(json ? `${JSON.stringify({ name, state })}\n` : `${name} is ${state}\n`);
}
