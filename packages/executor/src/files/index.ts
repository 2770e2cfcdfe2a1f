export { openDiskFiles } from "./disk-files.ts";
