import { accessSync, constants } from "node:fs";
import { delimiter, dirname, join, relative, resolve } from "node:path";
import { DEMO_PROCESSOR, DEMO_WORKSPACE } from "./demo.ts";
import type { Identity } from "./first-start.ts";

export interface GreetingContext {
  url: string;
  identity: Identity;
  /** Absolute. */
  data: string;
  cwd: string;
  path: string | undefined;
  /** The script that runs: `process.argv[1]`. */
  script: string | undefined;
}

/** What a server prints when it is ready: where it is, where the credentials are, four commands to try. Secrets stay in their file. */
export function greeting({ url, identity, data, cwd, path, script }: GreetingContext): string {
  const millrace = command(cwd, path, script);
  const dataFlag = data === resolve(cwd, "data") ? "" : ` --data ${quote(data)}`;
  const streams = quote(`${url}/api/atlas/v2/groups/${identity.projectId}/streams`);
  const accept = "-H 'Accept: application/vnd.atlas.2025-03-12+json'";
  const file = relative(cwd, identity.credentialsFile).startsWith("..")
    ? identity.credentialsFile
    : relative(cwd, identity.credentialsFile);
  const lines = [`Millrace is ready: ${url}`];
  const commands: [string, string][] = [];
  if (identity.credentials) {
    lines.push(`Credentials:       ${file} (for you alone; may be deleted once you have copied them)`);
    const pair = (user: string, secret: string) =>
      `"$(node -p 'c=${requireOf(identity.credentialsFile)};c.${user}+":"+c.${secret}')"`;
    const token = `"Authorization: Bearer $(curl -s -u ${pair("clientId", "clientSecret")} -d grant_type=client_credentials ${quote(`${url}/api/oauth/token`)} | node -p 'JSON.parse(fs.readFileSync(0)).access_token')"`;
    commands.push([
      "Workspaces, with the API key (digest)",
      `curl --digest -u ${pair("publicKey", "privateKey")} ${accept} ${streams}`,
    ]);
    commands.push(["Workspaces, with the service account (OAuth)", `curl -H ${token} ${accept} ${streams}`]);
  } else {
    lines.push(`Credentials:       ${file} is not there any more; use those you copied`);
  }
  if (identity.workspace) {
    commands.push(["Results of the demo processor, live", `${millrace} tail ${DEMO_WORKSPACE}/${DEMO_PROCESSOR}${dataFlag}`]);
  }
  // biome-ignore lint/suspicious/noTemplateCurlyInString: for the shell
  const pipeline = "${TMPDIR:-/tmp}/hot.json";
  commands.push([
    "A pipeline over your own documents, no server",
    `echo '[{"$match":{"temp":{"$gt":20}}}]' > "${pipeline}"; printf '%s\\n' '{"id":1,"temp":17}' '{"id":2,"temp":23}' | ${millrace} run "${pipeline}"`,
  ]);
  for (const [what, line] of commands) lines.push("", `# ${what}`, line);
  return `${lines.join("\n")}\n\nCtrl-C ends it; everything goes on from there at the next start.\n`;
}

/** A JavaScript string of the path inside single quotes of the shell. */
function requireOf(file: string): string {
  return `require(${JSON.stringify(file).replaceAll("'", "'\\''")})`;
}

/** For the shell: as it is if it is plain, else in single quotes. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * How the user can call the command from where they are: by its name if that is on their path (npm puts its own folders there only for
 * the time of a script), through npx where the command is installed (elsewhere npx would fetch who knows what), else as it runs now.
 */
function command(cwd: string, path = "", script = "millrace"): string {
  const folders = path.split(delimiter).filter((folder) => folder !== "" && !folder.endsWith(join("node_modules", ".bin")));
  if (folders.some((folder) => isExecutable(join(folder, "millrace")))) return "millrace";
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (isExecutable(join(folder, "node_modules", ".bin", "millrace"))) return "npx millrace";
    if (folder === dirname(folder)) return `node ${quote(script)}`;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
