import { getCompileCacheDir } from "node:module";

/** Variables that an executor may see: what Node and TLS need, and nothing that could be a secret of the server. */
const passed = [
  "PATH",
  "HOME",
  "TMPDIR",
  "TEMP",
  "TMP",
  "TZ",
  "LANG",
  "LC_ALL",
  "NODE_ENV",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "SystemRoot",
];

/** The cleaned environment of an executor. */
export function executorEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const cleaned = Object.fromEntries(passed.filter((name) => env[name] !== undefined).map((name) => [name, env[name]]));
  const cache = getCompileCacheDir();
  return cache === undefined ? cleaned : { ...cleaned, NODE_COMPILE_CACHE: cache };
}
