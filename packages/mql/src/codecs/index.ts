export { decodeBson, decodeValue, encodeBson, encodeValue } from "./bson.ts";
export { bsonSize } from "./bson-size.ts";
export { decodeJson, decodeJsonBytes } from "./decode-json.ts";
export { encodeJson, type JsonOptions, makeJsonEncoder } from "./encode-json.ts";
