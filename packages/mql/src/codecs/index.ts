export { encodeJson, type JsonOptions, makeJsonEncoder } from "./encode-json.ts";
