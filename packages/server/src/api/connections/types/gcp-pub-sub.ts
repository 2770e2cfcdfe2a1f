import { type ConnectionKind, checkNetworking } from "./kind.ts";

/** GCPPubSub: topics that a service account may use. */
export const gcpPubSub: ConnectionKind = {
  type: "GCPPubSub",
  sealed: [],
  check: (settings, context) => checkNetworking(settings, "publicPrivateNetworking", context),
};
