export { type AdminClient, AdminError, connectAdmin, type TailEvent } from "./client.ts";
export type { Health, ListedProcessor, StartRequest } from "./protocol.ts";
