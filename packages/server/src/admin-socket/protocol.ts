/**
 * Routes of the administrative socket, HTTP over `<data>/admin.sock` (mode 0600: whoever can open it may do everything).
 * `WORKSPACE` and `NAME` are percent-encoded.
 *
 * | route | answer |
 * |---|---|
 * | `GET /health` | {@link Health} |
 * | `GET /config` | effective settings, an array of `EffectiveSetting` |
 * | `GET /processors` | {@link ListedProcessor}s of all workspaces |
 * | `POST /processors/WORKSPACE/NAME/start` | `{}` when it runs; body {@link StartRequest} or none |
 * | `POST /processors/WORKSPACE/NAME/stop` | `{}` after the final checkpoint |
 * | `GET /processors/WORKSPACE/NAME/stats?scale=1024&verbose=true` | canonical EJSON: the object of engine.md 8.1 around `stats` |
 * | `GET /processors/WORKSPACE/NAME/tail` | lines of canonical EJSON, {@link TailEvent}s: the latest known results, then new ones until the caller leaves |
 *
 * Failures: 400 (its state does not allow it, or it cannot run), 404 (no such processor), 500, with `{ "error": text }`.
 */
export interface Health {
  status: "ok";
  pid: number;
  url: string;
}

export interface ListedProcessor {
  workspace: string;
  name: string;
  id: string;
  /** A state of engine.md 1.2, those in between included. */
  state: string;
  /** Engine status, `error` inside a retry loop. */
  status: string;
  tier: string;
  /** ISO 8601: when `state` last changed. */
  since: string;
  error?: { code: number; codeName: string; message: string; retryable: boolean };
}

export interface StartRequest {
  resumeFromCheckpoint?: boolean;
  tier?: string;
}
