import { type ConnectionKind, checkNetworking } from "./kind.ts";

/** S3: buckets that a role may write to. */
export const s3: ConnectionKind = {
  type: "S3",
  sealed: [],
  check: (settings, context) => checkNetworking(settings, "networking", context),
};
