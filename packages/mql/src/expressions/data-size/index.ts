import { binarySize } from "./binary-size.ts";
import { bsonSize } from "./bson-size.ts";

/** Data size operators. */
export const dataSize = [binarySize, bsonSize];
