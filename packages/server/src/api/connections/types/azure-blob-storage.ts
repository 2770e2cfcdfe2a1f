import { type ConnectionKind, checkNetworking } from "./kind.ts";

/** AzureBlobStorage: containers that a service principal may write to. */
export const azureBlobStorage: ConnectionKind = {
  type: "AzureBlobStorage",
  sealed: [],
  check: (settings, context) => checkNetworking(settings, "publicPrivateNetworking", context),
};
