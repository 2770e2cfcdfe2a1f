/** Replays a whole script as a Go client, command by command, with each way of logging in. */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { check } from "../../support/check.ts";
import type { Ready } from "../../support/millrace.ts";
import { type Credentials, GoClient } from "./go-client.ts";
import { play, variablesOf } from "./play.ts";
import { parseScript } from "./script.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));

interface Options {
  userAgent: string;
  /** The client revokes its token when it ends. */
  revokes: boolean;
}

/** A check for each command, first with digest, then with a service account. After a failure the rest of a run is not sent. */
export async function replayCommands(file: string, ready: Ready, options: Options): Promise<void> {
  const script = parseScript(relative(repository, file), readFileSync(file, "utf8"));
  const { url, projectId, publicKey, privateKey, clientId, clientSecret } = ready;
  const logins: [string, Credentials][] = [
    ["digest", { publicKey, privateKey }],
    ["token", { clientId, clientSecret }],
  ];
  for (const [how, credentials] of logins) {
    const variables = variablesOf(script, { url, host: new URL(url).hostname, project: projectId, login: how });
    let failed: string | undefined;
    for (const command of script.commands) {
      await check(`${how}: ${command.name}`, async () => {
        if (failed !== undefined) throw `not sent, since '${failed}' failed`;
        failed = command.name;
        const client = new GoClient(url, credentials, options.userAgent);
        try {
          await client.login();
          await play(script, command, variables, (request) => client.send(request));
          if (options.revokes) await client.logout();
        } finally {
          client.close();
        }
        failed = undefined;
        return `${command.exchanges.length} exchanges`;
      });
    }
  }
}
