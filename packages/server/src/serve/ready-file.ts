import { dirname } from "node:path";
import { folderError, makeFolder } from "../data-directory/make-folder.ts";
import type { Identity } from "./first-start.ts";
import { writePrivateFile } from "./private-file.ts";

/** Writes what a script needs to use the server (mode 0600, whole or not there). Without the credentials file, without credentials. */
export function writeReadyFile(file: string, { url, identity }: { url: string; identity: Identity }): void {
  const { projectId, credentials, workspace } = identity;
  const { clientId, clientSecret, publicKey, privateKey } = credentials ?? {};
  const content = { url, pid: process.pid, projectId, clientId, clientSecret, publicKey, privateKey, workspace };
  try {
    makeFolder(dirname(file), "the folder of the ready file", "--ready-file");
    writePrivateFile(file, `${JSON.stringify(content, null, 2)}\n`);
  } catch (error) {
    throw folderError(error, file, "the ready file", "--ready-file");
  }
}
