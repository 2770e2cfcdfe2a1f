import { type ConnectionKind, checkNetworking } from "./kind.ts";

/** AWSLambda: functions that a role may call. */
export const awsLambda: ConnectionKind = {
  type: "AWSLambda",
  sealed: [],
  check: (settings, context) => checkNetworking(settings, "publicPrivateNetworking", context),
};
